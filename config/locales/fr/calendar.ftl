# The calendar and its changes.
calendar-zone = Il est, pour la plateforme, le { $at } ({ $zone }). Le dernier jour d’une étape compte en entier.
calendar-changes = Changements du calendrier
calendar-no-changes = Le calendrier n’a pas changé.
calendar-changed = { $phase }, décidé le { $at } : { $after } (avant : { $before }). « { $reason } »
days-from-to = du { $from } au { $to }
days-from = à partir du { $from }
phase-upcoming = à venir
phase-open = en cours
phase-closed = terminé
phase-skipped = n’a pas lieu
