// The draft: the last answers given in this browser, for a reader who comes back without a link.
//
//            page opened, a draft is stored, no answers in the address
//   hidden ────────────────────────────────────────────────────────────> offered
//      ^                                                                    │
//      └─────────────────── any answers given (and stored) ─────────────────┘

const KEY = "service-structure.draft";

export class Draft {
  /** @param {HTMLElement} notice offers the draft */
  constructor(notice) {
    this.notice = notice;
  }

  /** @param {boolean} hasAnswers whether the address has answers */
  offer(hasAnswers) {
    this.notice.hidden = !this.read() || hasAnswers;
  }

  /** @param {string} fragment of the newest answers; without any the stored draft is kept */
  keep(fragment) {
    if (!fragment) return;
    this.notice.hidden = true;
    try {
      if (this.read() !== fragment) localStorage.setItem(KEY, fragment);
    } catch {
      // Storage may be closed to us; the address keeps the answers.
    }
  }

  read() {
    try {
      return localStorage.getItem(KEY) ?? "";
    } catch {
      return "";
    }
  }
}
