"""Templates are compiled before."""

BytecodeCache = FileSystemBytecodeCache = MemcachedBytecodeCache = None
