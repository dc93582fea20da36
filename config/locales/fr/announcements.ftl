# Les annonces des organisateurs, telles qu’elles arrivent dans une discussion.
announcement-from = { $sender } · { $primary }
announcement-organisers = Les organisateurs
announcement-why = Vous recevez ceci parce que vous avez demandé les annonces dans cette discussion. Pour ne plus les recevoir : { $command }
announcement-why-lot = Vous recevez ceci parce que vous avez demandé les annonces dans cette discussion et qu’un vote vous attend. Pour ne plus les recevoir : { $command }
announcement-why-supporter = Vous recevez ceci parce que vous soutenez cette candidature, que vous laissez vous écrire, et que vous avez demandé les annonces dans cette discussion. Pour ne plus les recevoir : { $command }
announcements-on = C’est noté : les annonces des organisateurs arriveront ici, jamais entre 21 h et 8 h sauf urgence. Si un compte est lié ici, ce sont ses heures calmes qui comptent. Pour ne plus les recevoir, écrivez { $command }
announcement-trial = Essai : { $title }
announcements-off = C’est noté : plus aucune annonce ici. Pour les recevoir de nouveau, écrivez { $command }
announcements-command = annonces
announcements-command-about = Recevoir ici les annonces des organisateurs
announcements-command-stop = annonces_stop
# Ce que le calendrier propose d’annoncer : les organisateurs corrigent, ou laissent tomber.
draft-opened-title = C’est ouvert : { $phase }
draft-opened-body = L’étape « { $phase } » est ouverte. Ouvrez Isoloir pour voir ce que vous pouvez faire.
draft-closing-title = Plus que deux jours : { $phase }
draft-closing-body = L’étape « { $phase } » se termine le { $at }. Après, il sera trop tard.
draft-closed-title = C’est terminé : { $phase }
draft-closed-body = L’étape « { $phase } » est terminée. Merci à toutes et à tous.
draft-result-title = Le résultat est publié
draft-result-body = Le résultat est publié, avec le profil de chaque candidature et la règle qui décide. Ouvrez Isoloir, « Résultats ».
draft-moved-title = Le calendrier change : { $phase }
draft-moved-body = L’étape « { $phase } » va désormais du { $from } au { $to }. Motif : { $reason }
draft-moved-body-open = L’étape « { $phase } » commence désormais le { $from }. Motif : { $reason }

# La boîte des annonces, dans toutes les interfaces.
home-unread = { $n ->
    [one] Une annonce non lue
   *[other] { $n } annonces non lues
}
inbox-title = Mes annonces
inbox-one-title = Annonce
inbox-empty = Aucune annonce pour vous.
inbox-read = lue
inbox-unread = non lue
inbox-gone = Cette annonce ne vous est pas adressée, ou a été annulée.
notices-title = Recevoir les annonces
notices-text = Personne ne vous écrit si vous ne l’avez pas demandé. Dans une discussion, écrivez « /annonces ».
notices-email = Courriel
notices-candidates = Candidatures
notices-quiet = Heures calmes
notices-email-on = Recevoir par courriel
notices-email-off = Ne plus recevoir par courriel
notices-candidates-on = Laisser m’écrire les candidatures que je soutiens
notices-candidates-off = Ne plus les laisser m’écrire
notices-quiet-on = Rien entre 21 h et 8 h
notices-quiet-off = À toute heure
toast-notices = C’est noté.
