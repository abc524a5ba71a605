#!/bin/sh
# Runs the GPU bench from this folder alone: brings its own Node and Vulkan loader where the machine has none.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT

node=$(command -v node || true)
if [ -z "$node" ] || [ "$("$node" -p 'Number(process.versions.node.split(".")[0]) >= 20')" != true ]; then
  node="$unpacked/node"
  gunzip -c "$here/node.gz" > "$node"
  chmod +x "$node"
fi

# The machine's own loader comes first. A container may have NVIDIA's driver without the file that tells the loader of it.
export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:-}${LD_LIBRARY_PATH:+:}$here/lib"
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-$unpacked}"
if ! ls /usr/share/vulkan/icd.d/*.json /etc/vulkan/icd.d/*.json > /dev/null 2>&1; then
  for driver in libGLX_nvidia.so.0 libEGL_nvidia.so.0; do
    if ldconfig -p 2> /dev/null | grep -q "$driver"; then
      printf '{"file_format_version":"1.0.0","ICD":{"library_path":"%s","api_version":"1.3.0"}}\n' "$driver" > "$unpacked/icd.json"
      export VK_ICD_FILENAMES="$unpacked/icd.json" VK_DRIVER_FILES="$unpacked/icd.json"
      break
    fi
  done
fi

"$node" "$here/bench.mjs" "$@"
