# The calendar and its changes.
calendar-zone = On the platform it is { $at } ({ $zone }). The last day of a phase counts whole.
calendar-changes = Changes to the calendar
calendar-no-changes = The calendar has not changed.
calendar-changed = { $phase }, decided { $at }: { $after } (before: { $before }). “{ $reason }”
days-from-to = from { $from } to { $to }
days-from = from { $from } on
phase-upcoming = to come
phase-open = open
phase-closed = over
phase-skipped = skipped
