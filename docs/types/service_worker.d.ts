/** What the build writes before service-worker.js (hooks/publish/offline.py). */

/** Identifies the version of the whole site. */
declare const VERSION: string;

/** What is kept together: name of the group → address within the site → digest of the file. */
declare const GROUPS: Record<string, Record<string, string>>;

/** Which file of Python is kept unpacked; empty if none is. */
declare const PACKED: string;

/** Decodes it. */
declare function unpacked(stream: ReadableStream): ReadableStream;
