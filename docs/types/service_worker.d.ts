/** What the build writes before service-worker.js (hooks/publish/offline.py). */

/** Identifies the version of the whole site. */
declare const VERSION: string;

/** Address within the site → hash, of every file that a version consists of. */
declare const FILES: Record<string, string>;

/** The files that Python starts from. */
declare const PYTHON: string[];

/** Which of them is kept unpacked; empty if none is. */
declare const PACKED: string;

/** Decodes it. */
declare function unpacked(stream: ReadableStream): ReadableStream;
