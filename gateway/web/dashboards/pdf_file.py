"""A report as a PDF file, by fpdf2 with uharfbuzz: Urdu and Pashto letters are joined as they should be, and in a page
that is read from the right, tables are too."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from flask_babel import format_datetime, gettext
from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from core.errors import Unavailable
from gateway.web.dashboards.numbers import cell_text
from gateway.web.dashboards.pdf_charts import BRIEF, HEIGHT, draw
from gateway.web.dashboards.report import Headline, Kind, Report, Row, Table

_FONTS = Path("/usr/share/fonts")
_LATIN = ("NotoSans-Regular.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf")
_LATIN_BOLD = ("NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf")
_ARABIC = ("NotoNaskhArabic-Regular.ttf", "NotoSansArabic-Regular.ttf", "DejaVuSans.ttf")
_ARABIC_BOLD = ("NotoNaskhArabic-Bold.ttf", "NotoSansArabic-Bold.ttf", "DejaVuSans-Bold.ttf")
_GREEN, _QUIET, _STRIPE, _RED = (11, 107, 69), (85, 102, 94), (243, 246, 244), (163, 38, 27)
_LINE = (211, 221, 215)
_ROWS_SHOWN = 400


class NoFonts(Unavailable):
    """The fonts for PDF files are not installed."""

    kind = "no-fonts"


def as_pdf(report: Report, *, rtl: bool) -> bytes:
    """A4, upright. Raises NoFonts."""
    page = _Page(rtl)
    page.title_block(report)
    for sentence in report.sentences:
        page.say(sentence, 11)
    page.tiles(report.headlines)
    for table in report.tables:
        page.table_block(table, brief=report.brief)
    return bytes(page.output())


class _Page(FPDF):
    """The document, with fonts, a footer, and which side begins."""

    def __init__(self, rtl: bool) -> None:
        super().__init__(format="A4")
        self.rtl = rtl
        self.start = Align.R if rtl else Align.L
        latin, arabic = (_find(_LATIN), _find(_LATIN_BOLD)), (_find(_ARABIC), _find(_ARABIC_BOLD))
        for name, (regular, bold) in (("latin", latin), ("arabic", arabic)):
            self.add_font(name, "", regular)
            self.add_font(name, "B", bold)
        own, other = ("arabic", "latin") if rtl else ("latin", "arabic")
        self.own = own
        self.set_font(own, size=9)
        self.set_fallback_fonts([other], exact_match=False)
        self.set_text_shaping(use_shaping_engine=rtl)  # Latin letters need none, and it takes long
        self.set_auto_page_break(auto=True, margin=14)
        self.set_margin(12)
        self.alias_nb_pages()
        self.add_page()

    def footer(self) -> None:
        self.set_y(-11)
        self.set_font(self.own, size=7)
        self.set_text_color(*_QUIET)
        self.cell(0, 5, f"Arzi · {self.page_no()}/{{nb}}", align=Align.C)

    def title_block(self, report: Report) -> None:
        self.set_text_color(*_GREEN)
        self.say(report.title, 17, bold=True)
        self.set_text_color(*_QUIET)
        self.say(gettext("As of %(time)s", time=format_datetime(report.at, "d MMMM y, HH:mm")), 9)
        self.set_text_color(0)
        self.ln(1)

    def say(self, text: str, size: float, *, bold: bool = False) -> None:
        self.set_font(self.own, "B" if bold else "", size)
        self.multi_cell(0, size * 0.55, text, align=self.start, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def tiles(self, headlines: Sequence[Headline]) -> None:
        """Four in a row."""
        if not headlines:
            return
        self.ln(1)
        width, height = self.epw / 4, 16.5
        top = self.get_y()
        for number, one in enumerate(headlines):
            column = number % 4
            x = self.l_margin + (3 - column if self.rtl else column) * width
            y = top + number // 4 * height
            self.set_fill_color(*_STRIPE)
            self.rect(x + 0.6, y + 0.6, width - 1.2, height - 1.2, style="F")
            self.set_xy(x + 2, y + 2)
            self.set_text_color(*(_RED if one.bad and one.count else _GREEN))
            self.set_font(self.own, "B", 13)
            part = f"  {cell_text(one.share, Kind.SHARE)}" if one.share is not None else ""
            self.cell(width - 4, 6, cell_text(one.count, Kind.COUNT) + part, align=self.start)
            self.set_xy(x + 2, y + 9)
            self.set_text_color(0)
            self.set_font(self.own, "", 7)
            self.multi_cell(width - 4, 3.6, one.name, align=self.start)
        self.set_xy(self.l_margin, top + (len(headlines) + 3) // 4 * height + 1)

    def table_block(self, table: Table, *, brief: bool) -> None:
        high = BRIEF if brief else HEIGHT
        if self.get_y() > self.h - (34 if table.chart is None else high + 30):
            self.add_page()
        self.ln(2)
        self.set_text_color(*_GREEN)
        self.say(table.title, 11, bold=True)
        self.set_text_color(0)
        if table.chart is not None:
            draw(self, table.chart, self.own, high, rtl=self.rtl)
        if table.chart is None or not brief:
            self._rows(table)
        if table.note:
            self.set_text_color(*_QUIET)
            self.say(table.note, 7)
            self.set_text_color(0)

    def _rows(self, table: Table) -> None:
        widths = [3.0 if column.kind is Kind.TEXT else 1.3 for column in table.columns]
        aligns = [self.start if column.kind is Kind.TEXT else Align.R for column in table.columns]
        if self.rtl:
            widths.reverse()
            aligns.reverse()
        self.set_font(self.own, "", 7.5)
        self.set_text_color(0)
        self.set_draw_color(*_LINE)
        with self.table(
            col_widths=tuple(widths),
            text_align=tuple(aligns),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            line_height=4.4,
            headings_style=FontFace(emphasis="BOLD", size_pt=6.6, fill_color=_STRIPE),
        ) as made:
            made.row(self._order([column.name for column in table.columns]))
            for row in table.rows[:_ROWS_SHOWN]:
                made.row(self._order(_cells(table, row)))

    def _order(self, cells: list[str]) -> list[str]:
        return cells[::-1] if self.rtl else cells


def _cells(table: Table, row: Row) -> list[str]:
    return [cell_text(value, column.kind) for column, value in zip(table.columns, row.values, strict=True)]


def _find(names: Sequence[str]) -> Path:
    known = _fonts()
    for name in names:
        if name in known:
            return known[name]
    raise NoFonts(f"none of {', '.join(names)} below {_FONTS}", tell="This machine has no fonts for PDF files.")


@cache
def _fonts() -> dict[str, Path]:
    return {path.name: path for path in _FONTS.rglob("*.ttf")}
