"""Files to hand in: a document, slides, a workbook, made from a recommendation."""
