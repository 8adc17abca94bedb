"""The library as OAI-PMH 2.0 offers it to harvesters: https://www.openarchives.org/OAI/openarchivesprotocol.html"""
