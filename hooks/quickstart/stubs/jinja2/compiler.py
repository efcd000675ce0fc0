"""Templates are compiled before."""

CodeGenerator = generate = None
