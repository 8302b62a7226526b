/** What the colours, symbols and lines mean. */

import { symbolPath } from './canvas.js';
import { el, freshId, svg } from './elements.js';

const UNKNOWN = 9;

/**
 * Draw the legend.
 * @param {object} message
 * @param {object} colours
 * @param {Array<object>} points
 * @param {(code: number|null) => void} onHighlight
 * @returns {HTMLElement}
 */
export function drawLegend(message, colours, points, onHighlight) {
  const title = el('h2', { id: freshId('legend') }, message.legend.title);
  const scale = message.legend.layout === 'grid' ? drawGrid : drawList;
  return el(
    'section',
    { class: 'legend', 'aria-labelledby': title.id },
    title,
    ...scale(message, colours, onHighlight),
    drawSymbols(points, colours),
    drawBoundary(message),
  );
}

/** The 3 × 3 of need and reach: codes are 3 × need + reach, each worse as it grows. */
function drawGrid(message, colours, onHighlight) {
  const { legend } = message;
  const byCode = new Map(legend.classes.map((each) => [each[0], each]));
  const caption = el('p', { class: 'caption' });
  const usual = `Each number: ${legend.who} who live there. Point at one to see where.`;
  caption.textContent = usual;
  const cell = (code) => {
    const [, label, short, counted] = byCode.get(code);
    const words = code === legend.marked ? `${legend.markedLabel} (${label})` : label;
    const say = (on) => (caption.textContent = on ? `${sentence(words)}: ${counted}.` : usual);
    return classButton(code, `${words}: ${counted}`, colours, onHighlight, say, short, legend.marked);
  };
  const cells = [2, 1, 0].flatMap((reach) => [0, 1, 2].map((need) => cell(3 * need + reach)));
  const square = el('div', { class: 'square', role: 'group', 'aria-label': axes(legend) }, ...cells);
  const parts = [
    el('span', { class: 'axis-up', 'aria-hidden': 'true' }, legend.up),
    square,
    el('span', { class: 'axis-across', 'aria-hidden': 'true' }, legend.across),
  ];
  const marked = byCode.get(legend.marked);
  return [
    el('div', { class: 'grid' }, ...parts),
    marked ? markedLine(legend, marked, colours) : null,
    caption,
    unknownRow(byCode, colours, onHighlight),
  ];
}

const axes = ({ across, up }) =>
  `Classes: across, ${across.replace('→', '').trim()}; upwards, ${up.replace('↑', '').trim()}`;

const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);

function markedLine(legend, [code, , , counted], colours) {
  const swatch = el('span', { class: 'swatch is-marked', style: `background:${colours.scale[code]}` });
  const words = el('span', {}, el('strong', {}, sentence(legend.markedLabel)), `: ${counted}`);
  return el('p', { class: 'row' }, swatch, words);
}

function unknownRow(byCode, colours, onHighlight) {
  const unknown = byCode.get(UNKNOWN);
  return unknown ? el('ul', { class: 'list' }, listRow(unknown, colours, onHighlight)) : null;
}

function drawList(message, colours, onHighlight) {
  const rows = message.legend.classes.map((each) => listRow(each, colours, onHighlight));
  return [el('ul', { class: 'list' }, ...rows)];
}

function listRow([code, label, , counted], colours, onHighlight) {
  const button = classButton(code, null, colours, onHighlight, () => {}, null, null);
  button.classList.add('is-row');
  button.append(swatchOf(code, colours), el('span', {}, sentence(label), el('small', {}, counted)));
  button.style.background = '';
  return el('li', {}, button);
}

function swatchOf(code, colours) {
  if (code === UNKNOWN) return el('span', { class: 'swatch is-unknown' });
  return el('span', { class: 'swatch', style: `background:${colours.scale[code]}` });
}

function classButton(code, name, colours, onHighlight, say, text, marked) {
  let held = false;
  const show = (on) => {
    onHighlight(on ? code : null);
    say(on);
  };
  const button = el('button', {
    type: 'button',
    class: code === marked ? 'class is-marked' : 'class',
    'aria-label': name,
    'aria-pressed': 'false',
    onpointerenter: () => show(true),
    onpointerleave: () => show(held),
    onfocus: () => show(true),
    onblur: () => show(held),
    onclick: () => {
      held = !held;
      button.setAttribute('aria-pressed', String(held));
      show(true);
    },
  });
  if (text !== null) {
    button.style.background = colours.scale[code];
    button.style.color = readable(colours.scale[code]);
    button.textContent = text;
  }
  return button;
}

/** Choose black or white words for a ground, whichever stands out more. */
function readable(hex) {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff';
}

function drawSymbols(points, colours) {
  const kinds = new Map(points.map((point) => [point.kind, point.shape]));
  const rows = [...kinds].map(([kind, shape]) => symbolRow(shape, false, sentence(kind), colours));
  if (points.some((point) => point.hollow)) {
    rows.push(symbolRow(points.find((point) => point.hollow).shape, true, 'Not open to these ages', colours));
  }
  return rows.length ? el('ul', { class: 'symbols' }, ...rows) : null;
}

function symbolRow(shape, hollow, words, { ink, halo }) {
  const fill = hollow ? halo : ink;
  const path = svg('path', { d: symbolPath(shape, 6), fill, stroke: ink, 'stroke-width': 1.75 });
  const picture = { viewBox: '-9 -9 18 18', width: 18, height: 18, 'aria-hidden': 'true' };
  return el('li', {}, svg('svg', picture, path), el('span', {}, words));
}

function drawBoundary({ places, boundary }) {
  const standing = boundary === 'official' ? '' : ` (${boundary} boundaries)`;
  const line = el('span', { class: 'line', 'aria-hidden': 'true' });
  return el('p', { class: 'row' }, line, el('span', {}, sentence(places) + standing));
}
