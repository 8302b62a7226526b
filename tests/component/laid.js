/** Layers as a server tells them: what each says of itself, and the look of every map. */

import { CONSTANTS, makeMessage } from './message.js';

export const HEIGHTS = { ground: 0, fill: 1, line: 2, out: 2, offers: 3, doors: 4 };

const theme = {
  unknown: '#ddd',
  ground: '#fff',
  ink: '#111',
  halo: '#fff',
  line: '#ccc',
  accent: '#05a',
};
export const LOOK = {
  constants: CONSTANTS,
  scales: { gap: [Array(9).fill('#aaaaaa'), Array(9).fill('#bbbbbb')], none: [['#eee'], ['#222']] },
  theme: [theme, theme],
  doors: [['#123456'], ['#fedcba']],
  facts: [],
  heights: HEIGHTS,
};
export const words = (title) => ({
  title,
  said: `${title} said`,
  period: '2020',
  standing: 'estimate',
  sources: ['A'],
  credits: [title],
});
export const fill = (colourBy) => ({
  ...words(`Colours ${colourBy}`),
  fill: {
    classes: '8409',
    colourBy,
    legend: makeMessage().legend,
    area: 'neighbourhood',
    areas: 'neighbourhoods',
    shapes: 'areas.json',
    figures: 'figures.json',
    periods: [],
    latest: '',
    spread: null,
  },
});
