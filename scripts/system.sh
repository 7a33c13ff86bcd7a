#!/usr/bin/env bash
# Programs that tests need and Python packages do not bring: Java for Spark, PostgreSQL for a team's codings, Chromium for
# the pages. Installs what is missing where it may (as root on Debian or Ubuntu); elsewhere it says what to install.
set -euo pipefail
missing=()
command -v java >/dev/null 2>&1 || missing+=(default-jre-headless)
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || missing+=(postgresql)
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing+=(chromium)
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
else
  echo "Tests need: ${missing[*]}. Please install them; the tests that use them are skipped until then." >&2
fi
