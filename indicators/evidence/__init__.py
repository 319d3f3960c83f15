"""Evidence (minh chứng): the files and document numbers that prove figures.

A piece of evidence belongs to one figure: unit, period, indicator. Whenever a submission with that
figure is recorded, or evidence arrives while one waits, the two are pinned together; once that
submission is approved the evidence can no longer be taken back. So what proved a figure when it
was approved is known for good. The file is kept before the row that names it, by its SHA-256.

`attach` and `withdraw`, `shelf` (what there is, files and pictures), `demands` (what is missing,
what was used before), `pins`, `care` (doctor). Nothing is imported here: the process that looks
into foreign files starts in this package and must stay small.

Source: SECURITY.md, "Files and exports"; STORE.md, decision 5.
"""
