"""Small invented registers for tests, in the shapes in which real ones come."""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ZONES = "dz11_name dz11_code iz11_name iz11_code ltla20_name ltla20_code hb19_code hb_name hscp_locality hscp2019name"
FIGURES = "locality_overlap lat lon IMD_rank IMD_decile pop_mid2021"
CARE = (
    "CSNumber CareService Subtype AdditionalSubtypes ServiceType ServiceName Address_line_1 Service_town "
    "Service_Postcode Service_Phone_Number SP_number ServiceProvider ServiceStatus DateReg Datazone "
    "Council_Area_Name TotalBeds Registered_Places Client_group CareHome_Main_Area_of_Care KQ_Setting "
    "Last_inspection_Date"
)


def table(path: Path, columns: str, rows: Iterable[Mapping[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns.split())
        writer.writeheader()
        writer.writerows(rows)
    return path


def zone(number: int, **changed: Any) -> dict[str, Any]:
    return {
        "dz11_name": f"Zone {number}",
        "dz11_code": f"S0100{number:04}",
        "iz11_name": "Petersburn",
        "iz11_code": "S02000001",
        "ltla20_name": "North Lanarkshire",
        "ltla20_code": "S12000050",
        "hb19_code": "S08000032",
        "hb_name": "NHS Lanarkshire",
        "hscp_locality": "Airdrie",
        "hscp2019name": "North Lanarkshire",
        "locality_overlap": "1.0",
        "lat": "55.86",
        "lon": "-3.95",
        "IMD_rank": "700",
        "IMD_decile": "2",
        "pop_mid2021": "750",
        **changed,
    }


def geography(folder: Path, rows: Iterable[Mapping[str, Any]], *, postcodes: Mapping[str, str] | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    table(folder / "zones.csv", f"{ZONES} {FIGURES}", rows)
    ring = [[-3.9, 55.8], [-4.0, 55.8], [-4.0, 55.9], [-3.9, 55.8]]
    said = {"code": "S99000005", "hscp_locality": "Airdrie", "hscp2019name": "North Lanarkshire"}
    shape = {"type": "Feature", "properties": said, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (folder / "localities.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}))
    if postcodes:
        rows = [{"Postcode": code, "DataZone": zone_code} for code, zone_code in postcodes.items()]
        table(folder / "postcodes.csv", "Postcode DataZone", rows)
    return folder


def care(number: int, provider: int = 1, **changed: Any) -> dict[str, Any]:
    return {
        "CSNumber": f"CS{number:010}",
        "CareService": "Support Service",
        "Subtype": "Care at home",
        "ServiceType": "Voluntary or Not for Profit",
        "ServiceName": f"Invented service {number}",
        "Address_line_1": f"{number} Invented Street",
        "Service_town": "Airdrie",
        "Service_Postcode": "ML6 0AA",
        "Service_Phone_Number": "01236 000000",
        "SP_number": f"SP{provider:010}",
        "ServiceProvider": f"Invented provider {provider}",
        "ServiceStatus": "Active",
        "DateReg": "01/04/2002",
        "Datazone": "S01000001",
        "Council_Area_Name": "North Lanarkshire",
        "Registered_Places": "20.0",
        "Client_group": "Adults",
        "KQ_Setting": "5.0",
        "Last_inspection_Date": "25/09/2023",
        **changed,
    }


def care_file(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    return table(path, CARE, rows)


def charity(number: int, **changed: Any) -> dict[str, Any]:
    return {
        "org_id": f"GB-SC-SC{number:06}",
        "name": f"Invented charity {number}",
        "postcode": "ML6 0AA",
        "active": "True",
        "date_registered": "1990-08-02",
        "activities": "Company for people who live alone",
        "web": "https://charity.example.org",
        **changed,
    }


def charity_file(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    return table(path, "org_id name postcode active date_registered activities web", rows)
