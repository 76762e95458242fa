#!/usr/bin/env bash
# Runs every command of .devcontainer/devcontainer.json in a fresh Debian root that has nothing but the .NET SDK, as a new
# user's container would, and then unit 00; or the COMMANDS, such as "dotnet test". Where debootstrap or chroot is refused: in
# a clean clone with an empty home.
# Usage: fresh-root.sh [FOLDER [COMMANDS]]   (Linux, about 1 GB in FOLDER; needs a package mirror and NuGet)
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work"
root=$work/root
sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")

cleanup() {
  if mountpoint -q "$root/proc"; then umount "$root/proc"; fi
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

# The commands as the container would run them, in their order.
commands=$(python3 - "$repository/.devcontainer/devcontainer.json" <<'PY'
import json, re, sys
text = re.sub(r"^\s*//.*$", "", open(sys.argv[1]).read(), flags=re.M)
config = json.loads(text)
for step in ("onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand"):
    if step in config: print(config[step])
PY
)
script="set -e
cd /workspace
${2:-$commands
dotnet lib/ImageLearn.Cli/bin/Release/net10.0/ImageLearn.Cli.dll kernel list
dotnet lib/ImageLearn.Cli/bin/Release/net10.0/ImageLearn.Cli.dll run 00}"

if [ "$(id -u)" = 0 ] && command -v debootstrap >/dev/null; then
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
  release=$(. /etc/os-release && echo "$VERSION_CODENAME")
  debootstrap --variant=minbase --include=ca-certificates,libicu72,libssl3,zlib1g "$release" "$root" "$mirror" >"$work/debootstrap.log" 2>&1 ||
    { tail -5 "$work/debootstrap.log"; exit 1; }
  # Linked or copied, never mounted: nothing that is removed with the root may be the machine's own.
  cp -al "$sdk" "$root/usr/share/dotnet" 2>/dev/null || cp -r "$sdk" "$root/usr/share/dotnet"
  mkdir -p "$root/workspace"
  mount -t proc proc "$root/proc"
  # The network as it is here: names and certificates.
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null || true
  cp -rL /etc/ssl/certs "$root/etc/ssl/" 2>/dev/null || true
  git clone -q "$repository" "$work/clone"
  cp -r "$work/clone/." "$root/workspace/"
  echo "In a fresh $release root:"
  chroot "$root" /usr/bin/env HOME=/root PATH=/usr/share/dotnet:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 bash -c "$script"
else
  git clone -q "$repository" "$work/workspace"
  mkdir "$work/home"
  echo "In a clean clone with an empty home (debootstrap is not to be had here):"
  HOME=$work/home XDG_DATA_HOME='' bash -c "${script//\/workspace/$work/workspace}"
fi
