#!/bin/bash
# Installs what the tests start: Dovecot, Postfix and PostgreSQL, from Debian 12.
# As root on Debian it installs what is missing, and does nothing, quickly, where
# nothing is. Elsewhere it says what is needed and fails. Further packages may be
# named: test-deps.sh make
set -u

packages=(dovecot-core dovecot-imapd dovecot-lmtpd postfix postgresql-15 "$@")

missing=()
for p in "${packages[@]}"; do
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing+=("$p")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
	{
		echo "The tests start real servers, and these Debian packages are missing: ${missing[*]}"
		echo "Install them, or run this as root on Debian 12 (a container will do)."
	} >&2
	exit 1
fi

export DEBIAN_FRONTEND=noninteractive

# The tests start their own; nothing is to run because it was installed. A
# policy that is already there is left alone, and ours goes when we are done.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
	trap 'rm -f $policy' EXIT
	printf '#!/bin/sh\nexit 101\n' >$policy
	chmod 755 $policy
fi
# PostgreSQL would make a cluster of its own.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
	mkdir -p /etc/postgresql-common
	echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
fi

# Nor does Postfix need a configuration for the machine.
command -v debconf-set-selections >/dev/null && case " ${missing[*]} " in *" postfix "*)
	echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections ;;
esac

log=$(mktemp)
install() {
	apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold -o Dpkg::Options::=--force-confdef "${missing[@]}" >"$log" 2>&1 </dev/null
}
echo "installing ${missing[*]}" >&2
install || { apt-get update >"$log" 2>&1 && install; } || { apt-get update >"$log" 2>&1 && install; } || {
	cat "$log" >&2
	echo "apt-get could not install: ${missing[*]}" >&2
	rm -f "$log"
	exit 1
}
rm -f "$log"
