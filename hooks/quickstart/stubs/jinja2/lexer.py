"""Templates are compiled before."""

Lexer = TokenStream = get_lexer = None
