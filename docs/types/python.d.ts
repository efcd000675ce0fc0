/** What a start of Python gives, the quick one and the ordinary one. */
export interface Started {
  python: {
    /** A function of a Python module, from text to text. */
    function(module: string, name: string): (text: string) => string;
  };
}
