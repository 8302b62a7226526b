// The files of a page, handed out on its map.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';

const { DownloadTool } = await import('../../mapping/component/download_tool.js');

let pressed = [];
let tool;

/** Put files onto the page, as Streamlit does. */
function setPage(...files) {
  const button = (kind, words) =>
    `<div data-testid="${kind}">${`<p><button>${words}</button></p>`.repeat(2)}</div>`;
  document.body.innerHTML = `<div class="st-key-downloads">
    <div data-testid="stCaptionContainer">Pictures show the whole area.</div>
    ${button('stButton', 'Show what is on screen now')}
    ${files.map((words) => button('stDownloadButton', words)).join('')}
  </div><div data-testid="stButton"><button>Another</button></div>`;
  for (const each of document.querySelectorAll('button'))
    each.addEventListener('click', () => pressed.push(each.textContent));
  document.body.append(tool.panel);
}

const shown = () => [...tool.panel.querySelectorAll('button')].map((each) => each.textContent);
const said = () => tool.panel.querySelector('[role=status]').textContent;

beforeEach(() => {
  tool = new DownloadTool();
  pressed = [];
});

test('the buttons of the page are pressed, and no others', () => {
  setPage('The map as a picture (PNG)', 'The <b>figures</b> (CSV)'.replaceAll('<', '&lt;'));
  tool.tool.onOpen();
  assert.deepEqual(shown(), [
    'Show what is on screen now',
    'The map as a picture (PNG)',
    'The <b>figures</b> (CSV)',
  ]);
  assert.match(tool.panel.textContent, /Pictures show the whole area/);
  const [view, , figures] = tool.panel.querySelectorAll('button');
  view.click();
  assert.equal(said(), '');
  figures.click();
  assert.match(said(), /It is being made/);
  assert.deepEqual(pressed, ['Show what is on screen now', 'The <b>figures</b> (CSV)']);
  tool.tool.onClose();
});

test('what the page has since is shown, the focus stays, and a panel that is left rests', async () => {
  setPage('One', 'Two');
  tool.tool.onOpen();
  tool.panel.querySelectorAll('button')[2].focus();
  const { panel } = tool;
  setPage('Two', 'Three');
  document.body.append(panel);
  tool.panel.querySelectorAll('button')[2].focus();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(shown().slice(1), ['Two', 'Three']);
  assert.equal(document.activeElement.textContent, 'Two');
  tool.tool.onClose();
  setPage('Four');
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(shown().slice(1), ['Two', 'Three']);
});

test('a page without files says so', () => {
  document.body.innerHTML = '';
  document.body.append(tool.panel);
  tool.tool.onOpen();
  assert.deepEqual(shown(), []);
  assert.match(tool.panel.textContent, /This page has no files/);
  tool.tool.onClose();
});
