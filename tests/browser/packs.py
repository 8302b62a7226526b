"""Packs for the browser: names that try to be more than names."""

from dataclasses import replace

from tests.builders import tiny_areas, tiny_assets, tiny_info, tiny_pack

HOSTILE = {
    "A1": "<script>window.ran = 'script'</script>",
    "A2": "<img src=x onerror=\"window.ran = 'image'\">",
    "A3": "${alert(1)} `${window.ran = 'template'}`",
    "B1": "javascript:window.ran='link'",
    "B2": "\"' onmouseover=\"window.ran='attribute'\" x='",
    "B3": "حديقة المدينة",
    "C1": '=HYPERLINK("https://example.org","here")',
    "C2": "</style></script></table><b>bold</b>",
    "C3": "[link](javascript:window.ran='markdown') :red[red] $x$ www.evil.example :material/home:",
}


def hostile_pack():
    """The tiny pack, every word of it written by someone unkind."""
    areas = tiny_areas()
    areas["name"] = list(HOSTILE.values())
    areas["official_name"] = list(HOSTILE.values())
    areas["district"] = HOSTILE["A2"]
    assets = tiny_assets(name=list(HOSTILE.values())[:5], provider=HOSTILE["A1"])
    info = tiny_info(title=HOSTILE["A2"])
    service = replace(info.services["family-centres"], label=f"centres {HOSTILE['A2']}")
    info = replace(info, services={**info.services, "family-centres": service})
    pack = tiny_pack(info=info, areas=areas, assets=assets)
    pack.places["name"] = [HOSTILE["A1"], HOSTILE["A2"], HOSTILE["B3"], HOSTILE["C2"]]
    return pack
