"""Family hubs, as the department lists them and joined with the register of centres."""

from geodata.sources import family_hubs
from tests.geodata.making import gazetteer, lat_long, small_making

OFFICIAL = "Family_Hub,Local_Authority,Postcode\nHolm Family Hub,Holm,FE3 0AA\n"
JOINED = (
    "local_authority,name,address,postcode,lat,lng,register,gias_kind\n"
    "Holm,Elmhill Children's Centre,\"Elm Road, Holm\",FE2 0AA,,,GIAS open children's centres,"
    "children's centre\n"
    "Holm,Elmhill Family Hub,,FE2 0AB,,,DfE list of family hub sites,\n"
    "Holm,Ash Family Hub,,FE2 0AC,,,DfE list of family hub sites,\n"
    "Fenshire,Reedham at the Mill,Mill,fe10aa,,,GIAS open children's centres,linked site\n"
    "Fenshire,Oak Family Hub,Oak,FE1 0AA,,,GIAS + DfE list of family hub sites,\n"
    "Otherland (neighbour),Far Hub,Far,{near},GIAS open children's centres,children's centre\n"
    "Otherland (neighbour),Farther Hub,Far,{far},GIAS open children's centres,children's centre\n"
    "Holm,Lost Hub,Nowhere,ZZ1 1ZZ,,,DfE list of family hub sites,\n"
)


def make(tmp_path, text):
    path = tmp_path / "hubs.csv"
    path.write_text(text, "utf-8")
    places = gazetteer()
    # Two postcodes beside FE2 0AA, 80 and 90 m away.
    for postcode, east in (("FE2 0AB", 80), ("FE2 0AC", 90)):
        spot = places.loc["FE2 0AA"].copy()
        spot["easting_m"] += east
        places.loc[postcode] = spot
    making = small_making("family_hubs", gazetteer=places)
    made = family_hubs.make_assets(family_hubs.read_family_hubs(path), making)
    return made.set_index("asset_id"), making.log.notes


def joined():
    near, far = lat_long(500, 15_000), lat_long(500, 29_000)
    return JOINED.format(near=f"ZZ9 9AA,{near[0]},{near[1]}", far=f"ZZ9 9AB,{far[0]},{far[1]}")


def test_the_departments_own_list_is_of_hubs(tmp_path):
    made, _ = make(tmp_path, OFFICIAL)
    hub = made.loc["family-hub-fe30aa"]
    assert (hub["name"], hub["kind"], hub["provider"]) == ("Holm Family Hub", "family-hub", "Holm")
    assert hub[["age_from", "age_to"]].tolist() == [0, 19]
    assert (hub["district"], hub["precision_m"]) == ("Holm", 100)


def test_kinds_follow_the_registers(tmp_path):
    made, _ = make(tmp_path, joined())
    kinds = made["kind"].to_dict()
    assert kinds["childrens-centre-fe20aa"] == "childrens-centre"
    assert kinds["childrens-centre-linked-site-fe10aa"] == "childrens-centre-linked-site"
    assert kinds["family-hub-fe10aa"] == "family-hub"  # on both registers
    assert made.loc["childrens-centre-fe20aa", ["age_from", "age_to"]].tolist() == [0, 4]
    assert "none is stated" in made.loc["childrens-centre-fe20aa", "note"]


def test_doors_across_the_boundary_are_kept_within_reach(tmp_path):
    made, notes = make(tmp_path, joined())
    [far] = made.index[made["across_border"]]
    assert far == "childrens-centre-zz99aa"
    assert made.loc[far, "district"] == ""
    assert made.loc[far, "provider"] == "Otherland"
    assert made.loc[far, "note"].endswith("Across the boundary, in Otherland.")
    what = "Family hubs and children’s centres"
    assert f"{what} across the boundary, within 20 km: 1." in notes
    assert f"{what} farther away, left out: 1." in notes
    assert (
        f"{what} with a postcode of letters that no file of postcodes here holds, left out: 1."
        in notes
    )
