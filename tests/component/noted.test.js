import assert from 'node:assert/strict';
import { test } from 'node:test';
import './dom.js';

const { bubble, noteCard } = await import('../../mapping/component/note_pins.js');
const { NotesTable } = await import('../../mapping/component/notes_table.js');

const HOSTILE = '<img src=x onerror=alert(1)>';
const row = (changes = []) =>
  Object.assign(
    [1, [52.45, 0.15], 'Lived experience', HOSTILE, 'Wisbech', '2026-11-22', false],
    changes,
  );

test('a bubble is told by its shape, its number and its words, never as markup', () => {
  const L = { divIcon: (about) => about };
  const made = bubble(L, row(), { x: 0, y: 0 });
  assert.equal(made.html.textContent, '1');
  assert.equal(made.html.getAttribute('aria-label'), 'Note 1, Lived experience, about Wisbech');
  const card = noteCard(row());
  assert.equal(card.querySelector('img'), null);
  assert.match(
    card.textContent,
    /<img src=x.*What people said, no figure\. Not marked for sharing/,
  );
});

test('the table lists all notes, those without a spot too, and goes with the layer', () => {
  const table = new NotesTable();
  table.set('What people said: 2 notes', [row(), row({ 0: 2, 1: null, 6: true })]);
  assert.equal(table.element.hidden, false);
  assert.equal(table.element.querySelectorAll('tbody tr').length, 2);
  assert.match(table.element.textContent, /Wisbech \(not on this map\)2026-11-22yes/);
  assert.equal(table.element.querySelector('img'), null);
  table.set('', []);
  assert.equal(table.element.hidden, true);
});
