"""What the members tell each other and the public: transpositions, equivalences and denial notices."""
