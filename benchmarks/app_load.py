"""What the browser app's first visit loads: each file, plain and as it is sent.

python benchmarks/app_load.py
"""

from signread.webapp.server import page_files

NOT_LOADED = ("/index.html",)
"""The same as "/"."""


def main() -> None:
    total = 0
    for path, served in sorted(page_files().items(), key=lambda pair: -len(pair[1].packed)):
        if path not in NOT_LOADED:
            sent = min(len(served.plain), len(served.packed))
            total += sent
            print(f"{len(served.plain):12,} bytes  {sent:12,} sent  {path}")
    print(f"{'':12}        {total:12,} sent in all")


if __name__ == "__main__":
    main()
