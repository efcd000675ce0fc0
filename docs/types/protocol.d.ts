/** The messages between the page, its workers and Python. A test compares Kinds with bridge.WANTED. */

/** HTML that Python has rendered, with everything escaped that a reader wrote. */
export type Html = string;

/** Answers, numbers and weights as the fragment of an address: `regions=many&n.aht=275`. */
export type Fragment = string;

/** What stands beside a field of the form: `echo` belongs to numbers, `points` and `most` to weights. */
export interface Field {
  usual: string;
  origin: Html;
  echo?: string;
  points?: string;
  most?: string;
}

/** Names by what they are names of ("regions" …), as they are typed: with commas or line breaks. */
export type NamesByKind = Record<string, string>;

/** What to ask next: open questions, the one that tells most first; `text` is why to stop, or not. */
export interface Asking {
  stage: "ask" | "may_stop" | "stop";
  questions: string[];
  text: string;
}

export interface Result {
  /** The answer card. */
  card: Html;
  /** What stands below it. */
  html: Html;
  /** Identifies both: the page has that of the result it was built with. */
  digest: string;
  asking: Asking;
  /**
   * The kinds of requests whose responses complete the result, in the order of their use: one that
   * fills a place comes before those whose places are within it.
   */
  parts: Part[];
  /** The canonical fragment. */
  state: Fragment;
  progress: { given: number; all: number; text: string };
  summary: string;
  answers: Record<string, string>;
  typed: Record<string, string>;
  fields: Record<string, Field>;
  /** What stands below the field of each kind of name that is asked for. */
  names: Record<string, Html>;
  /** What is said below questions, by question. */
  notes: Record<string, Html>;
  faults: Record<string, Html>;
  problems: Html;
}

/** Fills places of the result: slots by name with HTML, charts by name with specifications. */
export interface Completion {
  slots: Record<string, Html>;
  charts: Record<string, ChartSpec>;
}

/** How Vega writes figures. */
export interface NumberLocale {
  decimal: string;
  thousands: string;
  grouping: number[];
  currency: [string, string];
}

/** A specification for Vega; draw.js describes `usermeta`. */
export interface ChartSpec {
  width: number;
  usermeta: { number: NumberLocale; narrow: object };
}

/** A result computed with the site, complete. */
export type Precomputed = Result & Completion;

export interface SavedFile {
  name: string;
  type: string;
  text: string;
}

/** What an opened file says, and what of it could not be used. */
export interface Opened {
  state: Fragment;
  names: NamesByKind;
  problems: Html;
}

/** A file that is no text. */
export interface PackedFile {
  name: string;
  type: string;
  base64: string;
}

/** A form of a result for office programs. */
export type Paper = "docx" | "pptx" | "xlsx" | "svg" | "drawio" | "mermaid" | "posts";

export interface Scenario {
  name: string;
  state: Fragment;
}

/**
 * A memo (HTML to print) and a report in Markdown say where they were made, and compare. `date` is
 * YYYY-MM-DD.
 */
export type FileRequest =
  | { form: "json" | "csv"; state: Fragment; date: string }
  | {
      form: "markdown" | "memo";
      state: Fragment;
      date: string;
      address: string;
      cases: Scenario[];
      scenario: string;
    };

/** The request and the response of every kind. */
export interface Kinds {
  /** `before` is the fragment before the last change of the form. */
  result: { request: { state: Fragment; before: Fragment }; response: Result };
  nearest: { request: { state: Fragment }; response: Completion };
  preferred: { request: { state: Fragment }; response: Completion };
  compare: { request: { state: Fragment }; response: Completion };
  changes: { request: { state: Fragment }; response: Completion };
  pairs: { request: { state: Fragment }; response: Completion };
  balance: { request: { state: Fragment }; response: Completion };
  turns: { request: { state: Fragment }; response: Completion };
  money: { request: { state: Fragment }; response: Completion };
  cost: { request: { state: Fragment }; response: Completion };
  split: { request: { state: Fragment }; response: Completion };
  chart: { request: { state: Fragment }; response: Completion };
  plan: { request: { state: Fragment }; response: Completion };
  workings: { request: { state: Fragment }; response: Completion };
  attribution: { request: { state: Fragment }; response: Completion };
  acceptability: { request: { state: Fragment }; response: Completion };
  /** `precedents` is the text of the file of that name beside the scripts. */
  alike: { request: { state: Fragment; precedents: string }; response: Completion };
  /** `texts` are by channel and field; `fill` has what belongs into fields of the form, by number. */
  channels: {
    request: { state: Fragment; texts: Record<string, string> };
    response: { told: string; fill: Record<string, string>; faults: Record<string, string> };
  };
  comparison: { request: { cases: Scenario[] }; response: { html: Html } };
  download: { request: FileRequest; response: SavedFile };
  /** `sources` is the text of papers.json beside the scripts; `date` is YYYY-MM-DD. */
  paper: {
    request: {
      form: Paper;
      state: Fragment;
      cases: Scenario[];
      scenario: string;
      date: string;
      sources: string;
    };
    response: PackedFile;
  };
  /** Imports what makes files, before one is asked for. */
  papers: { request: { sources: string }; response: Record<string, never> };
  upload: { request: { text: string }; response: Opened };
}

export type Kind = keyof Kinds;
export type Part =
  | "nearest"
  | "preferred"
  | "compare"
  | "changes"
  | "pairs"
  | "balance"
  | "turns"
  | "money"
  | "cost"
  | "split"
  | "chart"
  | "plan"
  | "workings"
  | "attribution"
  | "acceptability";
export type RequestOf<K extends Kind> = { want: K } & Kinds[K]["request"];
export type ResponseOf<K extends Kind> = Kinds[K]["response"];

/** How far Python has started. */
export type Stage = "waiting" | "starting" | "loading" | "ready" | "failed";

/** To worker.js. `body` is a request with its `lang`, and the `names` of the reader, as JSON. */
export interface ToWorker {
  type: "request";
  id: number;
  body: string;
}

/** From worker.js. `body` is a response as JSON. */
export type FromWorker =
  | { type: "progress"; stage: "runtime" | "packages" | "ready" }
  | { type: "response"; id: number; body: string }
  | { type: "failed"; id?: number; message: string };

/** To chart-worker.js. */
export interface Drawing {
  id: number;
  spec: ChartSpec;
  width: number;
}

/** From chart-worker.js: one of both. */
export interface Drawn {
  id: number;
  svg?: string;
  error?: string;
}

/** From a page in an iframe to the page around it. */
export interface FrameHeight {
  type: "service-structure:height";
  height: number;
}
