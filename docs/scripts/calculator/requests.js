// The queue of requests to Python: one queue for all pages with the calculator, one request at a
// time. The newest result comes first, then what a reader has asked for (a file, a comparison), then
// the parts that complete the result shown.
//
// States of a job, and the events that change them:
//
//            askResult, call, complete            Python is ready, no other job is in flight
//   (none) ────────────────────────────> queued ──────────────────────────> in flight
//                                        │  ^ ^                                 │   │
//      a result, while Python starts     │  │ └───────── Python failed ─────────┘   │ response
//                                        v  │ Python failed                         v
//                                     sent ahead ──── Python is ready ───>       done
//
// A queued result is replaced by a newer one. A result in flight that is no longer the newest, and
// every job of a page that has been left, is dropped when its response comes.
//
// Until Python is ready, a result that was computed with the site stands in for Python's.

import { precomputed } from "./precomputed.js";
import { connect } from "./python.js";

/** @import { Completion, Kind, Part, RequestOf, ResponseOf } from "../../types/protocol.d.ts" */
/** @import { NamesByKind, Precomputed, Result, Stage } from "../../types/protocol.d.ts" */

/** @typedef {Stage | "working" | "late" | "precomputed"} Status */

/**
 * What the queue tells the page that is shown.
 * @typedef {object} View
 * @property {string} language
 * @property {() => NamesByKind} names what the reader calls the parts of the service
 * @property {(status: Status) => void} setStatus
 * @property {(isFailed: boolean) => void} setFailed
 * @property {() => void} onIdle nothing is left to do, or Python does not come
 */

/**
 * @typedef {object} ResultJob
 * @property {RequestOf<"result">} request
 * @property {(result: Result | Precomputed, isPrecomputed: boolean) => void} done
 * @property {number} [id] of the request once it has been sent
 */

/**
 * @typedef {object} OtherJob
 * @property {RequestOf<Kind>} request
 * @property {(response: any) => void} done
 * @property {number} [id]
 */

const WORKING_DELAY_MS = 200; // most responses come sooner, and the status does not change for them

/** @returns {{ result: ResultJob | undefined, calls: OtherJob[], parts: OtherJob[] }} */
const emptyQueue = () => ({ result: undefined, calls: [], parts: [] });

export class Requests {
  /** @type {Stage} */
  #stage = "waiting";
  #queue = emptyQueue();
  /** @type {ResultJob | OtherJob | undefined} */
  #inFlight;
  #isAbandoned = false; // the job in flight belongs to a page that has been left
  #isPrecomputed = false; // a precomputed result is shown
  #lastId = 0;
  /** @type {View | undefined} */
  #view; // of the page that is shown, if it has the calculator
  #language = "";
  #python;

  /**
   * @param {string} worker address of worker.js
   * @param {string} runtime address of the folder with Python
   */
  constructor(worker, runtime) {
    this.#python = connect({
      worker,
      runtime,
      onStage: (stage) => this.#setStage(stage),
      onLate: () => this.#tellLate(),
      onResponse: (id, body) => {
        if (id === this.#inFlight?.id) this.#finish(JSON.parse(body));
      },
    });
  }

  /**
   * Serves a page. Python starts anew if it has failed before.
   * @param {View} view
   */
  open(view) {
    this.#view = view;
    this.#language = view.language;
    if (this.#stage === "failed") this.restart();
    else this.#setStage(this.#stage);
  }

  /** The page has been left: drops what it has asked for. */
  close() {
    this.#view = undefined;
    this.#queue = emptyQueue();
    this.#isAbandoned = this.#inFlight !== undefined;
  }

  restart() {
    this.#requeue();
    this.#python.restart();
  }

  /** The fragment whose result is waited for: the newest that is asked for, or in flight. */
  get pending() {
    const { result } = this.#queue;
    if (result) return result.request.state;
    const job = this.#isAbandoned ? undefined : this.#inFlight;
    return job && isResult(job) ? job.request.state : undefined;
  }

  /** Whether the result of the newest answers is not there yet. */
  get isWaiting() {
    return Boolean(this.#queue.result || (this.#inFlight && isResult(this.#inFlight)));
  }

  /**
   * Asks for the result of the newest answers.
   * @param {RequestOf<"result">} request
   * @param {ResultJob["done"]} done
   */
  askResult(request, done) {
    const job = { request, done };
    this.#queue.result = job;
    this.#queue.parts = [];
    this.#isPrecomputed = false;
    if (this.#stage === "ready") {
      this.#next();
    } else {
      this.#sendAhead();
      this.#showPrecomputed(job);
    }
  }

  /**
   * Asks for parts of the result shown, beside those asked for before.
   * @param {Part[]} parts
   * @param {string} state
   * @param {(completion: Completion) => void} done
   */
  complete(parts, state, done) {
    const others = this.#queue.parts.filter(
      ({ request }) => !parts.some((p) => p === request.want),
    );
    this.#queue.parts = [...others, ...parts.map((want) => ({ request: { want, state }, done }))];
    this.#next();
  }

  /**
   * Asks for something else than a result; starts Python if it has been waiting for that.
   * @template {Kind} K
   * @param {RequestOf<K>} request
   * @returns {Promise<ResponseOf<K>>}
   */
  call(request) {
    return new Promise((done) => {
      this.#queue.calls.push({ request, done });
      this.#python.need();
      this.#next();
    });
  }

  /** @param {Stage} stage */
  #setStage(stage) {
    this.#stage = stage;
    if (stage === "failed") this.#requeue();
    const view = this.#view;
    if (!view) return;
    view.setFailed(stage === "failed");
    if (stage === "ready") this.#next();
    else if (stage === "starting") this.#sendAhead();
    else if (stage === "waiting" || stage === "failed") view.onIdle();
    if (!this.#inFlight) {
      view.setStatus(this.#isPrecomputed && stage !== "failed" ? "precomputed" : stage);
    }
  }

  #tellLate() {
    this.#view?.setFailed(true);
    this.#view?.setStatus("late");
  }

  // Keeps the job in flight for the next start of Python.
  #requeue() {
    const job = this.#inFlight;
    this.#inFlight = undefined;
    if (!job) return;
    delete job.id;
    if (this.#isAbandoned) this.#isAbandoned = false;
    else if (isResult(job)) this.#queue.result ??= job;
    else this.#queue.calls.unshift(job);
  }

  // Python computes the last request that it has got as soon as it is ready.
  #sendAhead() {
    const { result } = this.#queue;
    if (result && (this.#stage === "starting" || this.#stage === "loading")) this.#send(result);
  }

  /** @param {ResultJob} job */
  async #showPrecomputed(job) {
    const response = await precomputed(job.request.state);
    if (job !== this.#queue.result || this.#stage === "ready") return;
    if (response) {
      this.#isPrecomputed = true;
      job.done(response, true);
      this.#setStage(this.#stage);
    } else if (job.request.state) {
      this.#python.need();
    }
  }

  #next() {
    if (this.#stage !== "ready" || this.#inFlight) return;
    const { result, calls, parts } = this.#queue;
    const job = result ?? calls.shift() ?? parts.shift();
    this.#inFlight = job;
    if (!job) {
      this.#view?.setStatus("ready");
      this.#view?.onIdle();
      return;
    }
    if (job === result) {
      this.#queue.result = undefined;
      this.#isPrecomputed = false;
    }
    if (!job.id) this.#send(job);
    const { id } = job;
    setTimeout(() => {
      if (this.#stage === "ready" && this.#inFlight?.id === id) this.#view?.setStatus("working");
    }, WORKING_DELAY_MS);
  }

  /** @param {ResultJob | OtherJob} job */
  #send(job) {
    this.#lastId += 1;
    job.id = this.#lastId;
    const names = this.#view?.names();
    this.#python.send(job.id, JSON.stringify({ ...job.request, names, lang: this.#language }));
  }

  /** @param {any} response */
  #finish(response) {
    const job = /** @type {ResultJob | OtherJob} */ (this.#inFlight);
    this.#inFlight = undefined;
    const isOutdated = isResult(job) && this.#queue.result;
    if (!this.#isAbandoned && !isOutdated) job.done(response, false);
    this.#isAbandoned = false;
    this.#view?.setFailed(false);
    this.#next();
  }
}

/**
 * @param {ResultJob | OtherJob} job
 * @returns {job is ResultJob}
 */
function isResult(job) {
  return job.request.want === "result";
}
