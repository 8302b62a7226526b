/** A small map to test with: four areas in a square, two places, two services. */

const square = (x, y) => [
  [
    [x, y],
    [x + 0.1, y],
    [x + 0.1, y + 0.1],
    [x, y + 0.1],
    [x, y],
  ],
];

const area = (id, name, x, y) => ({
  id,
  geometry: { type: 'Polygon', coordinates: square(x, y) },
  properties: { name, code: `Fenland 00${id}`, district: 'Fenland' },
});

const place = (id, name, x) => ({
  id,
  geometry: { type: 'Polygon', coordinates: square(x, 52.4) },
  properties: { name, label: [x + 0.05, 52.45] },
});

export const AREAS = {
  features: [
    area('A1', 'Waterlees', 0.1, 52.4),
    area('A2', 'Élm Road', 0.2, 52.4),
    area('A3', '=HYPERLINK("x")', 0.1, 52.5),
    area('A4', 'March, east', 0.2, 52.5),
  ],
};
export const PLACES = { features: [place('p1', 'Wisbech', 0.1), place('p2', 'March', 0.2)] };
export const POINTS = {
  points: [
    {
      ids: ['c1'],
      label: 'Oasis centre',
      details: ['Oasis centre, child and family centre'],
      at: [52.45, 0.15],
      shape: 'circle',
      kind: 'child and family centre',
      hollow: false,
    },
    {
      ids: ['c2', 'c3'],
      label: '2 services here',
      details: ['One', 'Two'],
      at: [52.55, 0.25],
      shape: 'square',
      kind: 'library',
      hollow: true,
    },
  ],
};

const figure = (key, kind, values, standing = 'estimated') => ({
  key,
  label: key,
  kind,
  values,
  period: 'mid-2020',
  source: 'ONS',
  standing,
});

export const FIGURES = {
  heading: 'Who is not reached?',
  illustrative: true,
  parameters: { limit: 20 },
  credits: ['Contains public sector information.'],
  sources: ['People (ONS), mid-2020, OGL'],
  figures: [
    figure('children', 'count', [423, 63, 0, null], 'published'),
    figure('decile', 'decile', [1, 4, 9, null]),
    figure('within_pct', 'pct', [0, 63, 100, null]),
    figure('minutes', 'min', [1, 12, 31, null]),
    figure('gap_children', 'count', [423, 63, 0, null]),
  ],
};

/** The ground: a river across the world, a wood with a clearing, a town and a village near it. */
export const GROUND = {
  lines: {
    river: [[0, 5240000, 100000, 0]],
    wood: [[0, 5240000, 0, 50000, 50000, 0, 0, -50000, -50000, 0]],
  },
  names: [
    ['March', 'town', 0, 52.4],
    ['Estover', 'village', 0.0001, 52.4],
  ],
  colours: [
    { water: '#cfdfe8', wood: '#e3eadb', river: '#8fb2c6', road: '#a39f97', name: '#4f4c46' },
    { water: '#1f3340', wood: '#1c2820', river: '#46708a', road: '#66635e', name: '#c9c6be' },
  ],
  from: [90, 36, 14],
  credits: ['Contains OS data.'],
};

const colours = (unknown) => ({
  scale: [
    '#fcfced',
    '#b1e4fb',
    '#3898cb',
    '#fcd191',
    '#7f7780',
    '#084973',
    '#c57023',
    '#712a22',
    '#1d0821',
  ],
  unknown,
  ground: '#ffffff',
  ink: '#1a1a1a',
  halo: '#ffffff',
  line: '#cccccc',
  accent: '#0b57a4',
});

export const CONSTANTS = {
  unknown: 9,
  suppressed: 8,
  notKnown: 'not known',
  exactUpTo: 100,
  roundTo: 10,
  grid: [
    [2, 5, 8],
    [1, 4, 7],
    [0, 3, 6],
  ],
};

const gridClasses = () => [
  ...Array.from({ length: 9 }, (_, code) => [
    code,
    `class ${code}`,
    `${code}0`,
    `about ${code}0 in 1`,
  ]),
  [9, 'not known', '5', 'about 5 under-fives in 1 neighbourhood'],
];

/** Make a message as `mapping.served.message.map_message` does. */
export function makeMessage(changes = {}) {
  const { legend, ...rest } = changes;
  return {
    component: '/drawing/now',
    leaflet: '/leaflet',
    map: {
      areas: '/map/areas.json',
      places: '/map/places.json',
      find: '/map/find.json?own=%40mine',
      figures: '/map/figures.json',
      points: '/map/points.json',
    },
    classes: '8409',
    colourBy: 'gap',
    colours: { light: colours('#dddddd'), dark: colours('#333333') },
    constants: CONSTANTS,
    legend: {
      title: 'Need and reach',
      layout: 'grid',
      across: 'needier →',
      up: 'harder to reach ↑',
      marked: 8,
      markedLabel: 'needy and out of reach',
      note: 'A colour is one for a whole neighbourhood.',
      who: 'under-fives',
      classes: gridClasses(),
      ...legend,
    },
    title: 'Starter',
    date: 'November 2025',
    illustrative: true,
    area: 'neighbourhood',
    areas: 'neighbourhoods',
    places: 'early-help teams',
    boundary: 'official',
    ground: false,
    basemap: null,
    selected: null,
    focus: null,
    ...rest,
  };
}

/** A message that colours by need: another word of the same question. */
export const byNeed = () =>
  makeMessage({
    classes: '0129',
    colourBy: 'need',
    legend: {
      title: 'Need: low income',
      layout: 'list',
      marked: null,
      classes: [
        [0, 'tenths 1–2', '420', 'about 420'],
        [1, 'tenths 3–4', '63', 'about 63'],
        [2, 'tenths 5–6', '0', 'none'],
        [9, 'not known', '5', 'about 5'],
      ],
    },
  });

/** Put the bodies that the message names on a server. */
export function serve(server) {
  server.bodies.set('/map/areas.json', AREAS);
  server.bodies.set('/map/places.json', PLACES);
  server.bodies.set('/map/points.json', POINTS);
  server.bodies.set('/map/figures.json', FIGURES);
  return server;
}
