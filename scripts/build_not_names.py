"""Builds src/reportparse/data/not_names.txt: common words that look like a personal name (方面, 成长, 党委).

    python scripts/build_not_names.py

From the dictionary of jieba 0.42.1 (MIT, as installed): words of two or three characters that begin with a family name of
surnames.txt, that the dictionary does not list as a personal name, and that are frequent enough to meet in print.
"""

from __future__ import annotations

from pathlib import Path

import jieba

DATA = Path(__file__).resolve().parent.parent / "src" / "reportparse" / "data"
NICKNAMES = ("齐鲁", "荆楚", "燕赵", "江淮", "潇湘", "巴渝", "巴蜀", "吴越", "陇原", "龙江", "黔贵", "江海", "钱塘", "苗侗", "金陵", "云岭")
"""Bynames of regions, which stand before words for people (齐鲁名师)."""
FREQUENT = {2: 30, 3: 100}
"""Characters -> least frequency in the dictionary's corpus; rarer words would cost more names than they save."""


def main() -> None:
    """Writes the list and says how long it is."""
    surnames = set((DATA / "surnames.txt").read_text(encoding="utf-8").split())
    dictionary = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8")
    words = set(NICKNAMES)
    for line in dictionary.splitlines():
        word, frequency, flag = line.split(" ")
        least = FREQUENT.get(len(word))
        if least and int(frequency) >= least and word[0] in surnames and not flag.startswith("nr"):
            words.add(word)
    output = DATA / "not_names.txt"
    output.write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    print(f"{output}: {len(words)} words")


if __name__ == "__main__":
    main()
