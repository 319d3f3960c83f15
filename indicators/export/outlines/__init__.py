"""How documents are laid out (bố cục): each module makes one kind of document from a snapshot."""
