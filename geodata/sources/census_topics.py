"""What is taken from the Census of 2021: which categories of which tables make which measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geodata.model import Worse

Names = tuple[str, ...]
ABROAD = "main language is not english (english or welsh in wales)"
ENGLISH = "main language is english (english or welsh in wales)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One measure of a table.

    Attributes
    ----------
    stem
        How its key goes on after "census_".
    label
        What it is called.
    sums
        Names of the categories that make it, in small letters; several ways where tables differ
        in detail: the first of which every name is there.
    """

    stem: str
    label: str
    sums: tuple[Names, ...]
    worse_when: Worse = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One table of the Census.

    Attributes
    ----------
    role
        What a recipe calls it.
    about
        What it is, in words, with its number.
    unit
        Of its shares.
    total
        Ways to everyone that the shares are of, as `Category.sums`.
    by_code
        Names of categories by the code that Nomis gives them, where a file may hold codes only.
    """

    role: str
    about: str
    unit: str
    total: tuple[Names, ...]
    categories: tuple[Category, ...]
    by_code: Mapping[str, str] | None = None

    def names(self) -> frozenset[str]:
        """Return every category that any of its measures may be made from."""
        ways = [*self.total, *(way for each in self.categories for way in each.sums)]
        return frozenset(name for way in ways for name in way)


FIVES = {
    "1": "aged 4 years and under",
    **{str(n): f"aged {5 * n - 5} to {5 * n - 1} years" for n in range(2, 18)},
    "18": "aged 85 years and over",
}
SIX_BANDS = (
    *("aged 15 years and under", "aged 16 to 24 years", "aged 25 to 34 years"),
    *("aged 35 to 49 years", "aged 50 to 64 years", "aged 65 years and over"),
)
RESIDENTS = (("total: all usual residents",), ("total",), ("total_residents",))

AGES = Topic(
    role="census_ages",
    about="Census 2021: residents by age (TS007A, or the six bands)",
    unit="% of residents",
    total=(*RESIDENTS, SIX_BANDS, tuple(FIVES.values())),
    by_code={"0": "total", **FIVES},
    categories=(
        Category(stem="age_0_4", label="Residents aged under 5", sums=((FIVES["1"],),)),
        Category(stem="age_5_9", label="Residents aged 5 to 9", sums=((FIVES["2"],),)),
        Category(stem="age_10_14", label="Residents aged 10 to 14", sums=((FIVES["3"],),)),
        Category(stem="age_15_19", label="Residents aged 15 to 19", sums=((FIVES["4"],),)),
        Category(
            stem="age_0_15",
            label="Residents aged under 16",
            sums=((SIX_BANDS[0],), (FIVES["1"], FIVES["2"], "aged 10 to 15 years")),
        ),
        Category(
            stem="age_16_24",
            label="Residents aged 16 to 24",
            sums=((SIX_BANDS[1],), ("aged 16 to 19 years", FIVES["5"])),
        ),
    ),
)
DISABILITY = Topic(
    role="census_disability",
    about="Census 2021: disability under the Equality Act (TS038)",
    unit="% of residents",
    total=(
        *RESIDENTS,
        ("disabled under the equality act", "not disabled under the equality act"),
    ),
    categories=(
        Category(
            stem="disabled",
            label="Residents who are disabled under the Equality Act",
            sums=(("disabled under the equality act",),),
            worse_when="higher",
        ),
    ),
)
TENURE = Topic(
    role="census_tenure",
    about="Census 2021: tenure of households (TS054)",
    unit="% of households",
    total=(("total: all households",), ("total",), ("total_households",)),
    categories=(
        Category(
            stem="owned_home",
            label="Households that own their home, outright or with a mortgage",
            sums=(
                ("owned",),
                ("owned: owns outright", "owned: owns with a mortgage or loan"),
            ),
        ),
        Category(
            stem="social_rented",
            label="Households that rent from a council or housing association",
            sums=(
                ("social rented",),
                (
                    "social rented: rents from council or local authority",
                    "social rented: other social rented",
                ),
            ),
        ),
        Category(
            stem="private_rented",
            label="Households that rent privately",
            sums=(
                ("private rented",),
                (
                    "private rented: private landlord or letting agency",
                    "private rented: other private rented",
                ),
            ),
        ),
    ),
)
ENGLISH_SPOKEN = Topic(
    role="census_english",
    about="Census 2021: proficiency in English (TS029)",
    unit="% of residents aged 3 and over",
    total=(
        ("total: all usual residents aged 3 years and over",),
        ("total",),
        (ENGLISH, ABROAD),
    ),
    categories=(
        Category(
            stem="little_english",
            label="Residents who cannot speak English well or at all",
            sums=(
                (f"{ABROAD}: cannot speak english well", f"{ABROAD}: cannot speak english"),
                ("cannot speak english well", "cannot speak english"),
            ),
            worse_when="higher",
        ),
    ),
)
ETHNICITY = Topic(
    role="census_ethnicity",
    about="Census 2021: ethnic group (TS021)",
    unit="% of residents",
    total=RESIDENTS,
    categories=tuple(
        Category(stem=f"ethnic_{stem}", label=f"Residents of {words}", sums=((name,),))
        for stem, name, words in (
            (
                "asian",
                "asian, asian british or asian welsh",
                "Asian, Asian British or Asian Welsh ethnicity",
            ),
            (
                "black",
                "black, black british, black welsh, caribbean or african",
                "Black, Black British, Black Welsh, Caribbean or African ethnicity",
            ),
            ("mixed", "mixed or multiple ethnic groups", "mixed or multiple ethnicity"),
            ("white", "white", "White ethnicity"),
            ("other", "other ethnic group", "another ethnicity"),
        )
    ),
)
TOPICS = (AGES, DISABILITY, TENURE, ENGLISH_SPOKEN, ETHNICITY)
