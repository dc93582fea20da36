# What the export of an account says of itself.
export-about = Tout ce que la plateforme garde à votre sujet.
export-ballots = Vos bulletins sont gardés avec leurs mentions et comptent dans le résultat. Vos reçus disent s’ils sont comptés ; ce document ne montre aucune mention, pour que personne ne puisse vous obliger à prouver votre vote.
export-erasure = Effacer le compte efface l’adresse, les sessions, les soutiens et les propositions. Les bulletins déposés restent comptés et n’appartiennent plus à personne ; si vous avez voté, une empreinte chiffrée de l’adresse reste, pour que personne ne vote deux fois.
export-network = Votre adresse sur le réseau n’est ni gardée ni journalisée.
