"""The engine of letters: compile once, stamp many. It knows pages, fonts and bytes, and neither Django nor the database.

    compiling   a page with slots -> Shell, by a few renders of WeasyPrint   (only in the press)
    shell       what a compiled page is, and how it is kept
    shaping     a line of text -> glyphs and kerns, as Pango would set it
    stamping    Shell + a line for each slot -> the content of its pages
    filing      Shell + content -> one tagged PDF file
    binding     many letters, and other sheets, into one file for a printer, by
      following   what a shell's content says about the lines in its slots
      thinning    what all letters paint, and what is a letter's own
      short_codes   strings of one byte for most glyphs
      sharing     what shells' pages need, written once
      adopting    pages of other PDFs
      ledger      the file: its objects, where they are, and how it is gone on with

Letters with a signer's own words, of which nobody knows how many lines they are, *flow*:

    flow_compiling   a page with own words -> FlowShell, one sheet for each size of text   (only in the press)
    boxes            what WeasyPrint knows of lengths and does not write                   (only in the press)
    sheets           what a flow shell is, and how it is kept
    flowing          FlowShell + lines + own words -> the content of the pages and the objects that vary -> file
    breaking         words -> lines, where Pango would end them
    stacking         lines and blocks -> how far down each stands
    tagging          the structure tree of such a letter;   outlining: two of them compared

    shell = compile_flow(tree, [render at 11 points, …], language="en", blocks=3, pages=1)
    flowed = flow(shell, {"name-1": "Amara Okafor", …}, "I knew him.\n\nHe is a teacher.")
    pdf = file_of(flowed)

A *slot* is one line whose words differ from letter to letter: `<p data-slot="name">`. What cannot be set exactly as
WeasyPrint would raises CannotStamp, and WeasyPrint sets that letter.
"""
