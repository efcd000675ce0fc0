// Decodes a zstd stream while it arrives, with the ZSTDDecoder that the build puts before this. The
// decoder takes its input from a generator and cannot wait for it, so the generator is resumed only
// when a piece has arrived. Damaged input makes the decoder return empty pieces for ever: after three
// in a row the stream ends with an error.
function unpacked(stream) {
  const reader = stream.getReader();
  // @ts-expect-error: the build writes ZSTDDecoder above
  const decoder = new ZSTDDecoder();
  const started = decoder.init();
  let piece; // has arrived and is not taken yet
  let arrived = true; // whether more may come
  let idle = 0; // empty pieces in a row
  let pieces;
  function* taken() {
    while (piece) {
      const next = piece;
      piece = undefined;
      idle = 0;
      yield next;
      next.buffer.transfer?.(0); // frees the memory, which has been copied
    }
  }
  return new ReadableStream({
    async pull(controller) {
      await started;
      pieces ??= decoder.decodeStreaming(taken());
      for (;;) {
        while (arrived && !piece?.length) {
          const { done, value } = await reader.read();
          arrived = !done;
          piece = value;
        }
        const { done, value } = pieces.next();
        if (done) return controller.close();
        if (value.length) return controller.enqueue(value);
        idle += 1;
        if (idle > 2) throw new Error("the packed stream is damaged");
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

globalThis.unpacked = unpacked; // the declaration is none of a module's
