"""Charts as DrawingML: bars, columns and lines with their words, and limits as error bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from layers.said.numbers import round_half_up
from mapping.profile.office_chart import DrawnChart, Series
from mapping.profile.office_chart_book import SHEET, behind_column, reach_columns
from mapping.profile.office_text import FONT

INK: Final = "1a1a1a"
OTHERS: Final = ("b9b6ae", "ffffff")
"""Fills of the series behind the first, told apart without colour."""
ROOM_FOR_NUMBERS: Final = 0.1  # of a chart’s width, after the longest bar
TOP: Final = 0.01
_SPACES: Final = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def chart_xml(drawn: DrawnChart) -> str:
    """Return a chart as DrawingML: numbers at its bars, names at its axis."""
    colours = (drawn.colour.removeprefix("#"), *OTHERS)
    parts = [
        _series_xml(drawn, at, series, colours[at % len(colours)])
        for at, series in enumerate(drawn.series)
    ]
    has_legend = len(parts) > 1 or drawn.behind is not None
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if has_legend else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_SPACES}>'
        '<c:date1904 val="0"/><c:lang val="en-GB"/><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea>{_layout_xml(drawn)}'
        f"{_kind_xml(drawn, ''.join(parts))}"
        f"{_axes_xml(drawn)}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:txPr><a:bodyPr/><a:lstStyle/>{_paragraph(drawn)}</c:txPr></c:chartSpace>"
    )


def _layout_xml(drawn: DrawnChart) -> str:
    """Return where bars stand: beside their names, with room for their numbers."""
    if drawn.chart.drawn != "bars":
        return "<c:layout/>"
    wide = 1 - drawn.names_share - ROOM_FOR_NUMBERS
    high = 1 - 2 * TOP - drawn.legend_pt / drawn.high_pt
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/><c:x val="{drawn.names_share:.4f}"/><c:y val="{TOP}"/>'
        f'<c:w val="{wide:.4f}"/><c:h val="{high:.4f}"/></c:manualLayout></c:layout>'
    )


def _kind_xml(drawn: DrawnChart, series: str) -> str:
    axes = '<c:axId val="111111111"/><c:axId val="222222222"/>'
    if drawn.chart.drawn == "line":
        over = _OVER if drawn.behind is not None else axes
        return (
            f"{_behind_xml(drawn, axes)}"
            '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
            f'{series}<c:marker val="1"/>{over}</c:lineChart>'
        )
    direction = "bar" if drawn.chart.drawn == "bars" else "col"
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="45"/>{axes}</c:barChart>'
    )


_OVER: Final = '<c:axId val="333333333"/><c:axId val="444444444"/>'
"""The axes of a line that is drawn over columns: what is first is drawn first, behind."""


def _behind_xml(drawn: DrawnChart, axes: str) -> str:
    """Return the columns behind a line, hatched, as high as the chart where a share is whole."""
    if drawn.behind is None:
        return ""
    at, column, last = len(drawn.series), behind_column(drawn), len(drawn.categories) + 1
    return (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef>'
        f"<c:f>{SHEET}!${column}$1</c:f>{_words([drawn.behind.name])}</c:strRef></c:tx><c:spPr>"
        '<a:pattFill prst="ltUpDiag"><a:fgClr><a:srgbClr val="8a8a8a"/></a:fgClr>'
        '<a:bgClr><a:srgbClr val="ffffff"/></a:bgClr></a:pattFill></c:spPr>'
        '<c:invertIfNegative val="0"/>'
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f>{_words(drawn.categories)}"
        f"</c:strRef></c:cat><c:val>{_range_xml(column, drawn.behind.numbers)}</c:val></c:ser>"
        f'<c:gapWidth val="0"/>{axes}</c:barChart>'
    )


def _over_xml(drawn: DrawnChart) -> str:
    """Return the axes of a line over columns: its own scale stands on the right."""
    if drawn.behind is None:
        return ""
    return (
        '<c:catAx><c:axId val="333333333"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="b"/><c:crossAx val="444444444"/>'
        '<c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="444444444"/><c:scaling><c:orientation val="minMax"/>'
        f'{_ends(drawn)}</c:scaling><c:delete val="0"/><c:axPos val="r"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="333333333"/>'
        '<c:crosses val="max"/></c:valAx>'
    )


def _axes_xml(drawn: DrawnChart) -> str:
    is_across = drawn.chart.drawn == "bars"
    order = "maxMin" if is_across else "minMax"  # the first bar on top
    shares = '<c:max val="1"/><c:min val="0"/>'
    ends = _ends(drawn) if drawn.behind is None else shares
    return (
        '<c:catAx><c:axId val="111111111"/>'
        f'<c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"l" if is_across else "b"}"/><c:numFmt formatCode="General" '
        'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        '<c:tickLblPos val="low"/><c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="4a4a4a"/>'
        '</a:solidFill></a:ln></c:spPr><c:crossAx val="222222222"/><c:crosses val="autoZero"/>'
        '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/>'
        f'{ends}</c:scaling><c:delete val="1"/>'
        f'<c:axPos val="{"t" if is_across else "l"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111111111"/>'
        f'<c:crosses val="autoZero"/></c:valAx>{_over_xml(drawn)}'
    )


def _ends(drawn: DrawnChart) -> str:
    """Return where the scale ends, and that it begins at nothing unless something is less."""
    least, most = drawn.scale.least, drawn.scale.most
    end = f'<c:max val="{most!r}"/>' if drawn.chart.drawn == "bars" and most > 0 else ""
    return f'{end}<c:min val="0"/>' if least == 0 else end


def _series_xml(drawn: DrawnChart, at: int, series: Series, colour: str) -> str:
    column = chr(ord("B") + at)
    last = len(series.numbers) + 1
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    edge = f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{INK}"/></a:solidFill></a:ln>'
    is_line = drawn.chart.drawn == "line"
    dashes = '<a:prstDash val="dash"/>' if at else ""
    shape = f'<a:ln w="28575">{fill}{dashes}</a:ln>' if is_line else f"{fill}{edge}"
    symbol = "none" if at else "circle"
    after = (
        f'<c:marker><c:symbol val="{symbol}"/><c:size val="7"/></c:marker>'
        if is_line
        else '<c:invertIfNegative val="0"/>'
    )
    smooth = '<c:smooth val="0"/>' if is_line else ""
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef>'
        f"<c:f>{SHEET}!${column}$1</c:f>{_words([series.name])}</c:strRef></c:tx>"
        f"<c:spPr>{shape}</c:spPr>{after}{_labels_xml(drawn, at, series)}"
        f"{_limits_xml(drawn) if at == 0 else ''}"
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f>{_words(drawn.categories)}"
        f"</c:strRef></c:cat><c:val>{_range_xml(column, series.numbers, series.format)}"
        f"</c:val>{smooth}</c:ser>"
    )


def _limits_xml(drawn: DrawnChart) -> str:
    """Return the limits around the first column of numbers, as error bars."""
    if drawn.reaches is None:
        return ""
    below, above = (
        _range_xml(column, numbers)
        for column, numbers in zip(reach_columns(drawn), drawn.reaches, strict=True)
    )
    return (
        '<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{above}</c:plus><c:minus>{below}</c:minus><c:spPr>"
        f'<a:ln w="19050"><a:solidFill><a:srgbClr val="{INK}"/></a:solidFill></a:ln></c:spPr>'
        "</c:errBars>"
    )


def _labels_xml(drawn: DrawnChart, series_at: int, series: Series) -> str:
    """Return the words at each bar: its number, or its cell's words where they say it otherwise.

    A bar with limits has none: a line would run through them, and its name tells its number. Of
    several lines the first has its numbers; the others would stand upon them.
    """
    is_line = drawn.chart.drawn == "line"
    if (series_at > 0) if is_line else (series_at == 0 and drawn.limits is not None):
        return f"<c:dLbls>{_SHOWS_NOTHING}</c:dLbls>"
    place = "t" if is_line else "outEnd"
    shown = f'<c:dLblPos val="{place}"/>{_SHOWS_NUMBER}'
    own = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:tx><c:rich><a:bodyPr/><a:lstStyle/>'
        f"{_paragraph(drawn, label)}</c:rich></c:tx>{shown}</c:dLbl>"
        for at, (number, label) in enumerate(zip(series.numbers, series.labels, strict=True))
        if number is not None and label != _formatted(number, series.format)
    )
    return (
        f'<c:dLbls>{own}<c:numFmt formatCode="{series.format}" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/>{_paragraph(drawn)}</c:txPr>"
        f"{shown}</c:dLbls>"
    )


_SHOWS_NOTHING: Final = (
    '<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


_SHOWS_NUMBER: Final = _SHOWS_NOTHING.replace('showVal val="0"', 'showVal val="1"')


def _formatted(number: float, form: str) -> str:
    if form == "0%":
        return f"{round_half_up(number * 100)}%"
    return f"{number:,.0f}" if form == "#,##0" else f"{number:g}"


def _paragraph(drawn: DrawnChart, words: str = "") -> str:
    size = f'lang="en-GB" sz="{drawn.size_pt * 100:.0f}"'
    font = (
        f'<a:solidFill><a:srgbClr val="{INK}"/></a:solidFill><a:latin typeface="{FONT}"/>'
        f'<a:ea typeface="Microsoft YaHei"/><a:cs typeface="{FONT}"/>'
    )
    default = f"<a:pPr><a:defRPr {size}>{font}</a:defRPr></a:pPr>"
    if words:
        return (
            f"<a:p>{default}<a:r><a:rPr {size}>{font}</a:rPr><a:t>{escape(words)}</a:t></a:r></a:p>"
        )
    return f'<a:p>{default}<a:endParaRPr lang="en-GB"/></a:p>'


def _words(words: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(each)}</c:v></c:pt>' for at, each in enumerate(words)
    )
    return f'<c:strCache><c:ptCount val="{len(words)}"/>{points}</c:strCache>'


def _range_xml(column: str, numbers: Sequence[float | None], form: str = "General") -> str:
    """Return a column of the chart’s workbook, with the numbers that stand in it."""
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{number!r}</c:v></c:pt>'
        for at, number in enumerate(numbers)
        if number is not None
    )
    return (
        f"<c:numRef><c:f>{SHEET}!${column}$2:${column}${len(numbers) + 1}</c:f>"
        f"<c:numCache><c:formatCode>{form}</c:formatCode>"
        f'<c:ptCount val="{len(numbers)}"/>{points}</c:numCache></c:numRef>'
    )
