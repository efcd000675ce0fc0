// Decodes a stream that is packed as zstd, piece by piece as it arrives, with ZSTDDecoder, which
// stands before this. The decoder asks for pieces and cannot wait for them, so it is only asked for
// more when one is there; and where the packed bytes are damaged it stands still without a word.
// biome-ignore lint/correctness/noUnusedVariables: the build writes its callers below it
function unpacked(stream) {
  const reader = stream.getReader();
  // @ts-expect-error: the build writes ZSTDDecoder above
  const decoder = new ZSTDDecoder();
  const started = decoder.init();
  let piece; // what has arrived and is not taken yet
  let arrived = true; // whether more may come
  let idle = 0; // how often the decoder gave nothing without taking a piece
  let pieces;
  function* taken() {
    while (piece) {
      const next = piece;
      piece = undefined;
      idle = 0;
      yield next;
      next.buffer.transfer?.(0); // has been copied: memory is given back before it is collected
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
