"""What a model inherits from the file of its organization, and the table of several models. Prints TAP."""

import os
import sys

from driver import SCRATCH, STATE_FOCUSED, Program, check, check_end, finish, photograph, read_file, wait, xdo

FOLDER = os.path.join(SCRATCH, "models")
MODEL = os.path.join(FOLDER, "shop.redan")
ORGANIZATION = os.path.join(FOLDER, "org.redan")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<threat-model format="1">\n <meta>\n  <name>'


def write(path, text):
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(path + ".new", path)


def write_organization(answer):
    write(ORGANIZATION, HEAD + "Example</name>\n </meta>\n"
          ' <boundary id="0r1w0rk10ads0000" kind="ou">\n  <name>Workloads</name>\n </boundary>\n'
          ' <boundary id="acc0000000000001" kind="account" parent="0r1w0rk10ads0000">\n  <name>Shop prod</name>\n  <account_id>111122223333</account_id>\n'
          "  <root_mfa>removed</root_mfa>\n </boundary>\n"
          f' <fact name="tm_in_sdlc">\n  <value>{answer}</value>\n </fact>\n</threat-model>\n')


def begin():
    os.makedirs(FOLDER)
    write_organization("yes")
    write(MODEL, HEAD + "Web shop</name>\n  <organization>org.redan</organization>\n  <owner>Ann</owner>\n </meta>\n"
          ' <boundary id="440382kj71m36m3r" kind="account">\n  <name>Production</name>\n  <place diagram="bk23zjc14dyv5kvt">\n   <x>400</x>\n   <y>400</y>\n'
          "   <width>4000</width>\n   <height>3000</height>\n  </place>\n  <account_id>111122223333</account_id>\n </boundary>\n"
          ' <element id="0xnapgqwzmgzvhkc" kind="process" parent="440382kj71m36m3r">\n  <name>Worker</name>\n  <place diagram="bk23zjc14dyv5kvt">\n   <x>800</x>\n   <y>900</y>\n'
          "   <width>1024</width>\n   <height>512</height>\n  </place>\n </element>\n"
          ' <diagram id="bk23zjc14dyv5kvt">\n  <name>Overview</name>\n </diagram>\n</threat-model>\n')


def test_inherited(program):
    check("what is inherited is listed", wait(lambda: program.find_shown("Inherited from the organization")))
    check("with the file, and that nobody has looked at it", program.shows("never accepted"))
    check("and what it says", program.shows("Root user"))
    photograph("organization-model")
    write_organization("no")
    check("the list follows the file", wait(lambda: program.shows("Value: no")))
    wait(lambda: program.press("Accept"))
    check("it can be accepted", wait(lambda: program.shows("as it was accepted")))
    xdo("key", "ctrl+s")
    check("and is saved with its hash", wait(lambda: "<organization-hash>" in read_file(MODEL)))
    check("nothing inherited is saved", "root_mfa" not in read_file(MODEL) and "Workloads" not in read_file(MODEL))
    xdo("mousemove", 440, 125, "click", 1)
    check("an account says what it inherits", wait(lambda: program.shows("inherited from org.redan") or program.shows("Root user")))
    photograph("organization-account")


def test_portfolio(program):
    xdo("key", "ctrl+k")
    xdo("type", "how several models")
    wait(lambda: program.find_shown("Portfolio: how several models stand"))
    xdo("key", "Return")
    check("several models have a window", wait(lambda: program.find_shown("1 model, as it lies on the disk")))
    check("with the owner", program.shows("Ann"))
    check("and the review", program.shows("never"))
    photograph("portfolio")
    xdo("key", "Escape")
    check("which Escape closes", wait(lambda: not program.find_shown("1 model, as it lies on the disk")))


def main():
    begin()
    program = Program(MODEL)
    wait(lambda: program.find_canvas().getState().contains(STATE_FOCUSED))
    xdo("mousemove", 1270, 10)
    test_inherited(program)
    test_portfolio(program)
    check_end(program)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
