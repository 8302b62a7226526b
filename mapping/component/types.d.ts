/** The shapes of what the scripts are sent and pass on, for the type checker; never served. */

import type * as L from 'leaflet';

export type Leaflet = typeof L;
export type { L };

export type Kind = 'area' | 'asset' | 'place' | 'spot';

/** What a person chose, by its id: a neighbourhood, service, place, settlement or postcode. */
export interface Pick {
  kind: Kind;
  id: string;
  /** What it is called, and which kind of place it is, for what the map may not draw. */
  name?: string;
  of?: string;
  /** Latitude and longitude. */
  at?: Position | null;
  /** West, south, east and north. */
  box?: [number, number, number, number] | null;
  /** The neighbourhood that a settlement or a postcode lies in. */
  area?: string;
}

/** What is pointed at, by its place in its list; of a group of doors, by the first of them. */
export interface About {
  kind: Kind | 'cluster';
  index: number;
  /** The doors of a group. */
  members?: number[];
}

export type OnAbout = (about: About | null, at?: L.Point) => void;

/** Numbers and words that Python decides, from `mapping.served.message`. */
export interface Constants {
  /** The class of an area whose figures are not known. */
  unknown: number;
  /** The class of an area whose figure is kept back, on a scale without such a colour. */
  suppressed: number;
  /** The words for a figure that is not known. */
  notKnown: string;
  /** Estimates are exact up to here. */
  exactUpTo: number;
  /** Larger estimates are rounded to a multiple of this. */
  roundTo: number;
  /** The codes of a grid legend, row by row from the top. */
  grid: number[][];
}

export type LegendClass = [code: number, label: string, short: string, counted: string];

export interface LegendWords {
  title: string;
  layout: 'grid' | 'list';
  across: string;
  up: string;
  /** What the corners of a grid are called, by their codes. */
  corners?: [code: number, words: string][];
  marked: number | null;
  markedLabel: string;
  who: string;
  note: string;
  classes: LegendClass[];
}

export interface Colours {
  scale: string[];
  unknown: string;
  ground: string;
  ink: string;
  halo: string;
  line: string;
  accent: string;
}

export interface Addresses {
  areas: string;
  places: string;
  figures: string;
  points: string;
  /** Where things are found; it knows of places of one's own, whatever the map is shown by. */
  find: string;
}

/** One layer as it is asked for; its name in an address is its kind and what it is of. */
export interface AskedLayer {
  kind: string;
  what: string;
  /** Which time the same service is laid; the first where left out. */
  time?: number;
  /** What is said of it further: the period of an indicator, the filters of a service. */
  parts: [name: string, value: string][];
  /** In per cent. */
  opacity: number;
  isOn: boolean;
}

/** Colours of areas or places, with the addresses of their shapes and figures. */
export interface FillBody {
  classes: string;
  colourBy: string;
  legend: LegendWords;
  area: string;
  areas: string;
  shapes: string;
  figures: string;
  /** Of an indicator: the periods that it is held for, and the latest. */
  periods: string[];
  latest: string;
  /** What it can be drawn for: as published, and spread; null where it cannot be spread. */
  spread: [string, string] | null;
}

export type OfferRow = [name: string, details: string, serves: string, isUnsure: boolean];

/** What the address of one layer gives, from `mapping.served.layer_bodies`. */
export interface LayerBody {
  title: string;
  said: string;
  period: string;
  standing: string;
  sources: string[];
  credits: string[];
  fill?: FillBody;
  line?: { kind: string; shapes: string; width: number; dash: number[] };
  outline?: { dash: number[]; inside: number[] };
  points?: Point[];
  offers?: OfferRow[];
  /** How many offers serve each place without a door in it, by its id. */
  counts?: Record<string, number>;
  filters?: Record<string, [value: string, words: string][]>;
  notes?: string[];
  said_by_people?: SaidRow[];
}

/** What somebody said: its number, where, what it is, its words, about what, its day, whether it is shared. */
export type SaidRow = [
  number: number,
  at: Position | null,
  sort: string,
  words: string,
  about: string,
  day: string,
  isShared: boolean,
];

/** What every map is drawn in, on a light ground and on a dark one. */
export interface Look {
  constants: Constants;
  scales: Record<string, [light: string[], dark: string[]]>;
  theme: Omit<Colours, 'scale'>[];
  doors: [light: string[], dark: string[]];
  /** What each fact of an offer at a glance is called. */
  facts: string[];
  /** What lies above what, by the kind of layer. */
  heights: Record<string, number>;
}

/** What can be laid on a map, in words. */
export interface Catalogue {
  layers: [key: string, group: string, title: string, about: string][];
  sets: [key: string, title: string, about: string, layers: string][];
  usual: string;
  filters: Record<string, string>;
}

/** What lies on a map, as the list of its layers is told of it. */
export interface Laid {
  asked: AskedLayer[];
  bodies: Map<string, LayerBody>;
  /** Why a layer cannot be drawn. */
  problems: Map<string, string>;
  look: Look;
  isDark: boolean;
  catalogue: Catalogue | null;
}

/** The list of layers, as its parts know it. */
export interface LayerList {
  /** As it is now: a line may be older. */
  laid: Laid | null;
  /** The keys of the layers whose details are open. */
  unfolded: Set<string>;
  element: HTMLElement;
  lay(asked: AskedLayer[], words: string): void;
  say(words: string): void;
}

/** What the map is to draw, from `mapping.served.message.map_message`. */
export interface Message {
  component: string;
  leaflet: string;
  /** The address of the colours and constants that every map is drawn with. */
  look?: string;
  /** What lies on the map, where a person may change it, and where each kind of layer is asked. */
  layers?: string;
  layer?: Record<string, string>;
  map: Addresses;
  /** A digit for each area, in the order of the pack. */
  classes: string;
  colourBy: string;
  colours: { light: Colours; dark: Colours };
  constants: Constants;
  legend: LegendWords;
  title: string;
  date: string;
  illustrative: boolean;
  /** What one of the shapes that are coloured is called, and several. */
  area: string;
  areas: string;
  places: string;
  boundary: string;
  /** Whether a ground lies beneath; it stands beside the places, rank by rank. */
  ground: boolean;
  basemap: { tiles: string; credit: string } | null;
  selected: Pick | null;
  /** The view that the address asks for, null for the whole; absent where it holds none. */
  at?: [lat: number, lon: number, zoom: number] | null;
  focus: Pick | null;
  /** The question, where the figures are of an indicator and do not have it in their address. */
  asked?: string;
  /** Places of one's own: ids and names; left out where the page takes none. */
  own?: [id: string, name: string][];
  /** Whether the page has files of this map. */
  files?: boolean;
  /** Finer outlines, for where the map is near; none where null. */
  fine?: FineTerms | null;
  /** Why a place could not be made, after a number that tells one time from another. */
  refused?: string[];
  /** What is numbered; left out where nothing is. */
  marks?: Mark[];
  /** Which maps of the page it moves and points with; none where null. */
  link?: MapLink | null;
}

/**
 * The group of a linked map; whether it is held at its focus, has the legend of all, and has doors
 * that the legend of all does not tell; what it is of, which stands on it.
 */
export interface MapLink {
  name: string;
  held: boolean;
  legend: boolean;
  doors?: boolean;
  heading?: string;
}

export type Position = [number, number];
export type Geometry =
  | { type: 'Polygon'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] };

export interface Properties {
  name: string;
  code?: string;
  district?: string;
  /** How many offers serve a place without a door in it. */
  beside?: number;
  /** Where a place's name stands: longitude, latitude. */
  label?: Position;
}

export interface Feature {
  id: string;
  geometry: Geometry;
  properties: Properties;
}

export interface Collection {
  features: Feature[];
}

export interface Figure {
  key: string;
  label: string;
  kind: 'count' | 'pct' | 'min' | 'decile' | 'figure';
  /** In the order of the areas; null where not known. */
  values: (number | null)[];
  period: string;
  source: string;
  standing: string;
  unit: string;
  /** Each value in words, where the kind does not tell them. */
  said: string[];
}

export interface FiguresBody {
  heading: string;
  illustrative: boolean;
  parameters: Record<string, unknown>;
  credits: string[];
  sources: string[];
  figures: Figure[];
  /** The shapes in the order of stepping through them; else from the largest gap. */
  order?: number[];
}

export interface Point {
  ids: string[];
  label: string;
  details: string[];
  /** Of each service there, what is told of it, in the order of the labels; empty: not stated. */
  facts?: string[][];
  /** Latitude, longitude. */
  at: Position;
  shape: string;
  kind: string;
  hollow: boolean;
  /** Which of the kinds of door on the map it is of. */
  colour?: number;
  /** Shown only because nothing there says what a filter asks for. */
  unsure?: boolean;
  /** Of its layer, 0 to 1. */
  opacity?: number;
  /** Which times its service is laid with it, where it is laid more than once. */
  marks?: number[];
}

/** The lines of a kind of place: its name, as how many times the usual width, dashed how. */
export interface LaidLine {
  kind: string;
  /** The address of its places, after that of the pack. */
  shapes?: string;
  words: string;
  width: number;
  dash: number[];
  opacity: number;
}

/** Areas that are outlined over any colours, by their places in the pack. */
export interface LaidOutline {
  words: string;
  dash: number[];
  opacity: number;
  inside: number[];
}

/** What lies over the colours, where layers are asked for; else only the points are there. */
export interface LaidBody {
  points: Point[];
  /** What each of the facts of a door is. */
  facts?: string[];
  /** The colour of each kind of door, on a light ground and on a dark one. */
  colours?: [light: string[], dark: string[]];
  lines?: LaidLine[];
  outlines?: LaidOutline[];
  opacity?: number;
  ground?: number;
  credits?: string[];
  counts?: Record<string, number>;
  /** What each mark on a symbol means. */
  marks?: [mark: number, words: string][];
  /** What people said, where that lies on the map. */
  noted?: { said: string; rows: SaidRow[] };
  /** What it was made of, by which it is told whether its lines or its doors are others. */
  written?: { lines: string; doors: string };
}

/** All that one map knows; filled as things arrive. */
export interface State {
  message: Message;
  features: Feature[];
  places: Feature[];
  points: Point[];
  heading: string;
  figures: Figure[];
  parameters: Record<string, unknown>;
  credits: string[];
  sources: string[];
  groundCredits: string[];
  /** What each of the facts of a door is. */
  factLabels: string[];
  laid: LaidBody | null;
}

/** A number on the map, and what it stands for. */
export type Mark = [text: string, lat: number, lon: number, name: string];

/** How people travel by a question, from `mapping.served.on_the_map`. */
export interface WayBody {
  limit: number;
  most: number;
  mode: string;
  modes: [mode: string, words: string][];
  /** "on foot", as a length of time is followed by. */
  words: string;
  /** Of the straight line. */
  metresPerMin: number;
  detour: number;
  paceKmh: number;
  /** Whether the pack holds streets to go along, and wide water to go around. */
  streets: boolean;
  around: boolean;
  /** Whether the question has a rule of its own for rural areas. */
  rural: boolean;
  /** What else of the question decides how far a journey goes, as an address writes it. */
  own: { pace: string; detour: string; rural: string };
}

/** A way past points, along streets where `along` says so. */
export interface WalkBody {
  path: Position[];
  lineM: number;
  pathM: number;
  minutes: number | null;
  along: boolean;
  method: string;
  sources: string[];
}

/** What is within reach of a point. */
export interface WithinBody {
  at: Position;
  name: string;
  /** What is asked of the page, to have a place of it: just what is told. */
  own: object;
  shape: Geometry;
  heading: string;
  sentence: string;
  notes: string[];
  sources: string[];
  tables: { caption: string; heads: string[]; rows: string[][] }[];
  illustrative: boolean;
}

/** A tool on the map, as `frame.addTool` takes it. */
export interface Tool {
  key: string;
  /** What it is called: the name of its button and the heading of its panel. */
  label: string;
  /** The path of an icon of one line, in a square of 20. */
  icon: string;
  panel: HTMLElement;
  /** Called once the panel is in the page, and once it is left, by whatever way. */
  onOpen?: () => void;
  onClose?: () => void;
  /** Whether the label is written on the button. */
  text?: boolean;
}

/** Finer outlines of a map: from which zoom, in pieces of how many areas, and of which places. */
export interface FineTerms {
  from: number;
  size: number;
  areas: boolean;
  places: string[];
}

/** What was found by what a person typed, from `mapping.served.finding`. */
export interface FoundBody {
  found: Item[];
  more: number;
  note: string;
}

/** Something that can be found by name. */
export interface Item extends Pick {
  name: string;
  detail: string;
}

/** What is written in a form of a list of kept things, before it is kept. */
export interface Draft {
  id: string;
  expected: number;
  values: Record<string, string>;
  /** What stood there when it was begun. */
  base: Record<string, string>;
  /** The doubt that was told of these words. */
  sure: string;
  /** The id of what it is kept as anew. */
  fresh?: string;
}

export interface RecordsField {
  name: string;
  label: string;
  as: 'line' | 'words' | 'day' | 'choice';
  value: string;
  most: number | null;
  options: [string, string][];
  /** It is asked for only where other fields have these values. */
  only: Record<string, string>;
}

export interface RecordsItem {
  id: string;
  version: number;
  title: string;
  badge: string;
  is_marked: boolean;
  lines: string[];
  links: { label: string; href: string }[];
  fields: RecordsField[];
  ticks: { name: string; label: string; is: boolean }[];
  acts: { act: string; label: string }[];
}

export interface RecordsAct {
  token: string;
  act: string;
  id: string;
  expected: number;
  before: string;
  values: Record<string, string>;
  about?: string;
}

export interface RecordsAnswer {
  token: string;
  is: 'kept' | 'stale' | 'refused';
  lines: string[];
  undo: { id: string; version: number } | null;
  ends_draft: boolean;
}

export interface RecordsWords {
  up: string;
  down: string;
  edit: string;
  undo: string;
  save: string;
  leave: string;
  cancel: string;
  nothing: string;
  doubt: string;
}

/** What `show_records` sends. */
export interface RecordsData {
  key: string;
  label: string;
  none: string;
  is_ordered: boolean;
  items: RecordsItem[];
  add: { label: string; fields: RecordsField[] } | null;
  answer: RecordsAnswer | null;
  known: string[];
  words: RecordsWords;
}

/** What `show_list_tools` sends. */
export interface ListToolsData {
  copy: string;
  print: string;
  copied: string;
  failed: string;
  text: string;
  said: string;
}

/** Something that is kept for everybody; without words where it cannot be opened, and why. */
export interface KeptItem {
  id: string;
  version: number;
  title: string;
  /** When it was changed last, in UTC. */
  at: string;
  by: string;
  isRemoved: boolean;
  fault: string;
  /** As a page’s address holds it. */
  words?: string;
  /** The id that a place has on a page. */
  place?: string;
  /** The question that a scenario is the answer to. */
  question?: string;
}

export interface KeptVersion extends Omit<KeptItem, 'fault'> {
  what: string;
  backTo: number | null;
}

export interface KeptThere {
  kept: KeptItem[];
  removed: KeptItem[];
  /** How many more are kept for other packs. */
  others: number;
}

/** Two versions, where somebody else was faster, and how they differ. */
export interface KeptBoth {
  mine: KeptItem & { said: string[] };
  theirs: KeptItem & { said: string[] };
  differs: string[];
}

/** What `show_kept_scenarios` sends. */
export interface KeptScenariosData {
  base: string;
  title: string;
  words: string;
  question: string;
}

/** What Streamlit passes to a component each time the page runs. */
export interface Component<Data> {
  data: Data;
  parentElement: Root;
  setTriggerValue: (name: string, value: unknown) => void;
}

/** The root that Streamlit makes for a component, with the life of the map that it holds. */
export interface Root extends ShadowRoot {
  patchMap?: Life;
}

export interface Life {
  /** The number of the latest message. */
  turn: number;
  /** How often fetching the script has been tried again. */
  attempt: number;
  /** What says that the script could not be fetched. */
  alert?: HTMLElement;
  draw?: Draw;
  remove?: () => void;
}

export type Load = (component: Component<Message>) => Promise<() => void>;

export type Draw = (component: Component<Message>) => () => void;

export interface TableColumn {
  label: string;
  small?: string;
  numeric?: boolean;
  cell: (index: number) => string | number | null;
  /** A cell in words, where its number alone does not say it. */
  said?: (index: number) => string | undefined;
}

/** Corners of a box in pixels: left, top, right, bottom. */
export type Box = [number, number, number, number];

// What the widgets are sent, from `mapping.pages.frame.question_words` and `mapping.pages.map`.

export interface Field {
  setting: string;
  label: string;
  value: string;
  options?: [string, string][];
  number?: boolean;
  step?: number;
  min?: number;
  max?: number;
}

/** Words of a sentence between its fields. */
export interface Words {
  text: string;
  setting?: undefined;
}

export interface QuestionData {
  label: string;
  parts: (Field | Words)[];
  more?: { label: string; fields: Field[]; method: string } | null;
}

export interface RankingRow {
  id: string;
  name: string;
  said: string;
  part: number;
  whole: number;
}

export interface Chosen {
  id: string;
  sentences: string[];
  actions: [string, string][];
}

export interface RankingData {
  key: string;
  label: string;
  list_label: string;
  show: string;
  switch: [string, string][];
  rows: RankingRow[];
  largest: number;
  chosen: Chosen | null;
  note: string;
}

export interface TableCell {
  value: number | null;
  said: string;
  share?: number | null;
}

export interface TableRow {
  id: string;
  name: string;
  cells: TableCell[];
}

export interface PlacesTableData {
  caption: string;
  name_label: string;
  sort: number;
  columns: { key: string; label: string; note?: string }[];
  rows: TableRow[];
}

/** The words of the fold of the answer, and of the link to the map on a narrow screen. */
export interface RoomData {
  answer: string;
  show_map: string;
}

export interface SkipData {
  label: string;
  to_answer: string;
  to_map: string;
}

/** The tour: what each step says, the selectors of what it is about, and the words of its buttons. */
export interface TourStep {
  title: string;
  words: string;
  at: string[];
}

export interface TourData {
  steps: TourStep[];
  labels: { next: string; back: string; not: string; done: string; close: string };
  /** Changes each time somebody asks for the tour; empty while nobody has. */
  asked: string;
}

export interface GlossaryData {
  groups: { title: string; terms: { word: string; meaning: string; source: string }[] }[];
}

/** What a note of a meeting is about. */
export interface Pin {
  to: 'place' | 'service' | 'spot' | 'scene' | 'meeting';
  /** The id of the place, the service or the scene. */
  key: string;
  /** Latitude and longitude, "52.66612,0.15990". */
  spot: string;
  label: string;
}

export type Sort = 'note' | 'decision' | 'action' | 'strength' | 'gap' | 'story';

/** What somebody said in a meeting, as the server has it; version 0 where it was not kept yet. */
export interface MeetingNote {
  id: string;
  version: number;
  sort: Sort;
  words: string;
  pin: Pin | null;
  owner: string;
  due: string;
  is_done: boolean;
  shared: boolean;
  by?: string;
  at?: string;
}

export interface MeetingScene {
  id: string;
  version: number;
  title: string;
  /** What stands after the question mark of its page's address; only of a live meeting. */
  words?: string;
}

/** Something found by a part of its name. */
export interface FoundThing {
  id: string;
  name: string;
}

/** Where the scenes of a meeting come from, and where what is written is kept. */
export interface Book {
  scenes: MeetingScene[];
  notes: MeetingNote[];
  /** What stands beside a note that is not kept yet: "waiting"; empty for one that is. */
  standing(note: MeetingNote): string;
  /** A scene as it is drawn; null where it is still being fetched: the stage is drawn again then. */
  section(scene: MeetingScene): HTMLElement | null;
  /** The map of a scene's question; null where there is none. */
  map(scene: MeetingScene): Promise<HTMLElement | null>;
  /** Be told that somebody at this screen went to a scene. */
  went(scene: MeetingScene): void;
  keep(note: MeetingNote): void;
  remove(note: MeetingNote): void;
  /** What was half typed, by the id of the note it changes; "" for a new one. */
  drafts: import('./drafts.js').Drafts<MeetingNote>;
  /** What only a live meeting can do. */
  live?: {
    undo(id: string): void;
    moveScene(id: string, before: string): void;
    removeScene(id: string): void;
    ask(scene: MeetingScene, words: string): void;
    find(typed: string, kind: 'place' | 'service'): Promise<FoundThing[]>;
  };
}
