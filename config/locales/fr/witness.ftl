# Ce que les robots écrivent en public, en témoins : où en est l’urne de chaque vote.
witness-opened = { $round } : le vote est ouvert
witness-grown = { $round } : le vote est ouvert
witness-closed = { $round } : le vote est clos
witness-counted = { $round } : le résultat est dans l’urne
witness-broken = Alerte : ce que montre l’urne ne concorde pas
witness-count = { $at } : { $size ->
    [one] une ligne
   *[other] { $size } lignes
} dans le registre de l’urne (bulletins, clés, clôture, résultat).
witness-what = À quoi cela sert : le texte ci-dessous, signé par la plateforme, résume tout ce registre sans rien dire des votes. Gardez-le, ou transférez-le : si un bulletin qui y est compté disparaît ou change, ou si la plateforme vous montre une autre urne qu’aux autres, il le prouve.
witness-how = Pour comparer, sur un ordinateur où Isoloir est installé :
witness-primary-preselection = { $primary }, présélection
witness-primary-final = { $primary }, vote final
witness-split = La plateforme { $platform } a signé deux états différents de son urne pour le même nombre de lignes : ils ne peuvent pas être vrais tous les deux, et ces deux lignes le prouvent. Des bulletins ont été retirés ou changés, ou tout le monde ne voit pas la même urne. Gardez ces deux lignes, et demandez des comptes aux organisateurs : tant que ce n’est pas expliqué, ne vous fiez pas au résultat.
witness-unshown = La plateforme { $platform } a signé ces deux états de son urne, et ne montre pas que l’un continue l’autre. Des bulletins ont pu être retirés ou changés, ou tout le monde ne voit pas la même urne. Gardez ces deux lignes, et demandez des comptes aux organisateurs : tant que ce n’est pas expliqué, ne vous fiez pas au résultat.
witness-other = La plateforme { $platform } montre un vote décrit autrement qu’à son ouverture : d’autres clés, d’autres candidatures ou d’autres dates. Des bulletins pourraient ne pas être comptés. Tant que ce n’est pas expliqué, ne votez pas et ne vous fiez pas au résultat.
witness-unsigned = Ce que la plateforme { $platform } montre de ce vote ne tient pas : { $why }. Tant que ce n’est pas expliqué, ne vous fiez pas au résultat.
witness-unsigned-manifest = la description du vote, ses clés ou leurs preuves ne sont pas valables
witness-unsigned-signature = l’état de l’urne n’est pas signé par sa clé
witness-withheld = La plateforme { $platform } répond, mais depuis longtemps ne montre plus que son urne continue ce qui a été vu avant. Cela peut être une panne. Gardez les lignes publiées ici : elles permettront de vérifier.
witness-checked = Ce robot compare chaque état de l’urne avec tous ceux d’avant, et garde ce qui prouve ce qu’il dit.
