# What a demonstration says of the candidates of 2016: only what is on record.
demo-candidate = { $supports ->
    [one] Qualified in July 2016 with { $supports } support, among sixteen candidates.
   *[other] Qualified in July 2016 with { $supports } supports, among sixteen candidates.
}
