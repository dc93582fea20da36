# What a demonstration says of the candidates of 2016: only what is on record.
demo-candidate = { $supports ->
    [one] Qualifié·e en juillet 2016 avec { $supports } soutien, parmi seize candidates et candidats.
   *[other] Qualifié·e en juillet 2016 avec { $supports } soutiens, parmi seize candidates et candidats.
}
