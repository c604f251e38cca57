#!/bin/sh
# Brings $VENV to what requirements/$1.txt says. A stamp with the lock file's hash makes the second time a matter of milliseconds.
set -eu
cd "$(dirname "$0")/.."
set_name="$1"
PYTHON="${PYTHON:-python3}"
VENV="${VENV:-.venv}"
digest() { "$PYTHON" -c "import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], 'rb').read()).hexdigest())" "requirements/$1.txt"; }

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "This needs Python 3.11 or newer. Name one: make PYTHON=python3.12 …" >&2
  exit 1
}
# dev holds test, and test holds run: what a larger set has brought need not be taken away again.
case "$set_name" in run) larger="run test dev" ;; test) larger="test dev" ;; *) larger="$set_name" ;; esac
for name in $larger; do
  [ -f "$VENV/.installed-$name" ] && [ "$(cat "$VENV/.installed-$name")" = "$(digest "$name")" ] && exit 0
done

echo "Installing into $VENV (once; about a minute) …"
if ! [ -x "$VENV/bin/pip" ]; then
  "$PYTHON" -m venv "$VENV" || {
    echo "Python's venv module is missing. On Debian: apt-get install python3-venv" >&2
    exit 1
  }
fi
rm -f "$VENV"/.installed-*
PIP="$VENV/bin/python -m pip --disable-pip-version-check"
[ -x "$VENV/bin/uv" ] || $PIP install -q "uv>=0.9" || echo "uv cannot be installed; pip will do, only slower."
if [ -x "$VENV/bin/uv" ] && VIRTUAL_ENV="$PWD/$VENV" "$VENV/bin/uv" pip install -q --python "$VENV/bin/python" --require-hashes -r "requirements/$set_name.txt"; then
  :
else
  echo "uv did not succeed; trying pip."
  $PIP install -q --require-hashes -r "requirements/$set_name.txt"
fi
digest "$set_name" >"$VENV/.installed-$set_name"
