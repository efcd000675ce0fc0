/** The messages of the theme's search, and what search_worker.js uses of lunr. */

/** A page or a section; its tags are other words by which it is found. */
export interface Doc {
  title: string;
  text: string;
  tags?: string[];
}

/** The settings and, once it is to search, the texts. */
export interface Setup {
  config: object;
  docs?: Doc[];
}

export type Message =
  | { type: 0; data: Setup }
  | { type: 2; data: string }
  | { type: 3; data: { items: Found[][] } };

/** A text that has been found; `terms` says of every term whether the text has it. */
export interface Found {
  location: string;
  score: number; // 0 for the page of sections that have been found
  text: string;
  terms: Record<string, boolean>;
  tags?: string[];
}

export interface Token {
  toString(): string;
  update(change: (word: string) => string): Token;
}

type PipelineFunction = (token: Token) => Token | undefined;

/** lunr itself for English, or its plugin for another language. */
export interface Language {
  stemmer: (token: Token) => Token;
  stopWordFilter: PipelineFunction;
}

export interface Builder {
  build(): { invertedIndex: object };
  use(plugin: Language): void;
  pipeline: { before(existing: PipelineFunction, added: PipelineFunction): void };
}

export interface Clause {
  term: string;
  boost?: number;
  usePipeline?: boolean;
}

export interface Query {
  clause(clause: Clause): Query;
}

export interface Lunr extends Language {
  Token: new (word: string) => Token;
  Pipeline: { registerFunction(added: PipelineFunction, name: string): void };
  Builder: { prototype: Builder };
  Query: { prototype: Query };
}
