# What the export of an account says of itself.
export-about = Tout ce que la plateforme garde à votre sujet.
export-ballots = Vos bulletins sont chiffrés : la plateforme ne garde aucune de vos mentions, et ce document n’en montre aucune. Vos reçus disent où sont vos bulletins dans l’urne publique. Vos clés de vote figurent ici tant que leur lien avec votre compte n’est pas effacé, après le délai de contestation.
export-erasure = Effacer le compte efface l’adresse, les sessions, les soutiens et les propositions. Les bulletins déposés restent comptés et n’appartiennent plus à personne ; si vous avez voté, une empreinte chiffrée de l’adresse reste, pour que personne ne vote deux fois.
export-network = Votre adresse sur le réseau n’est ni gardée ni journalisée.
