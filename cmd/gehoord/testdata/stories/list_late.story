# LIJST LAAT: only what is late.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
at 2026-11-27 09:00
mail kees "Schade"
	Ook ik heb schade aan mijn bumper na het inleveren en dat klopt niet.
skip
mail meryem "[LIJST LAAT]" dmarc=pass
expect meryem open_list "K-1" !"K-2"
mail meryem "[LIJST]" dmarc=pass
expect meryem open_list "K-1" "K-2"
