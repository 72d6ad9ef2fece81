#!/usr/bin/env python3
"""Makes data/catalog/products.json, the sample catalogue: 200 invented products of invented brands.

The same every time: everything is drawn from one seeded generator, in a fixed order. GTINs are in GS1's range for
restricted circulation (200-299), so none can be a real product's.

    python3 scripts/make_catalog.py            writes the file
    python3 scripts/make_catalog.py --check    exits with 1 when the file is not what would be written
"""

import json
import random
import re
import sys
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

SEED = 20260801
COUNT = 200
FILE = Path(__file__).resolve().parent.parent / "data" / "catalog" / "products.json"

# Brand -> currency it is sold in.
BRANDS = {
    "Avelune": "EUR", "Bramlowe": "USD", "Brisaluna": "EUR", "Caldrune": "USD", "Corvane": "EUR", "Élanova": "EUR",
    "Grauwerk": "EUR", "Hollowpine": "USD", "Isbrekka": "EUR", "Kestrova": "USD", "Lumenfox": "EUR",
    "Mirabeck": "EUR", "Oxbarrow": "USD", "Pellworth": "EUR", "Pinnaro": "EUR", "Quillmere": "USD",
    "Ruderholt": "EUR", "Solvanta": "USD", "Tarnbrook": "EUR", "Tindrel": "EUR", "Vantessa": "USD", "Zephtide": "USD",
}

SERIES = [
    "Alto", "Arbor", "Aster", "Basalt", "Birch", "Cinder", "Cobalt", "Delta", "Drift", "Ember", "Fable", "Fjord",
    "Glade", "Harbor", "Indigo", "Juno", "Kite", "Larch", "Meadow", "Nimbus", "Onyx", "Pebble", "Quartz", "Ridge",
    "Sage", "Terra", "Umber", "Vela", "Willow", "Zenith",
]


def pick(*options):
    return lambda draw: draw.choice(options)


def whole(low, high, step=1, unit=""):
    return lambda draw: measure(draw.randrange(low, high + 1, step), unit)


def tenths(low, high, unit):
    """From `low` to `high` tenths."""
    return lambda draw: measure(draw.randint(low, high) / 10, unit)


def measure(value, unit):
    return f"{value} {unit}" if unit else value


YES = pick(True)
MAYBE = pick(True, False)
COLOUR = pick("black", "white", "graphite", "sand", "forest green", "navy", "terracotta", "ivory")
WOOD = pick("oak", "walnut", "ash", "beech", "bamboo")

# Category -> its brands.
CATEGORIES = {
    "Audio": ["Corvane", "Kestrova", "Zephtide"],
    "Computers": ["Quillmere", "Tindrel", "Vantessa"],
    "Smart Home": ["Isbrekka", "Lumenfox", "Zephtide"],
    "Kitchen": ["Grauwerk", "Mirabeck", "Élanova"],
    "Coffee & Tea": ["Brisaluna", "Caldrune", "Mirabeck"],
    "Furniture": ["Bramlowe", "Hollowpine", "Ruderholt"],
    "Lighting": ["Avelune", "Lumenfox", "Pellworth"],
    "Fitness": ["Oxbarrow", "Solvanta", "Tarnbrook"],
    "Camping": ["Hollowpine", "Isbrekka", "Tarnbrook"],
    "Garden": ["Bramlowe", "Pinnaro", "Ruderholt"],
    "Toys & Games": ["Pinnaro", "Solvanta", "Élanova"],
    "Bags & Travel": ["Avelune", "Pellworth", "Vantessa"],
}

# (Category, noun, price from, to, description, specifications). What a description says, the specifications bear out.
KINDS = [
    ("Audio", "Wireless Headphones", 59, 399,
     "Over-ear headphones with active noise cancelling. Soft cushions for long flights.",
     {"colour": COLOUR, "batteryLife": whole(18, 60, 2, "h"), "bluetooth": pick("5.2", "5.3", "5.4"),
      "noiseCancelling": YES, "weight": whole(190, 320, 5, "g")}),
    ("Audio", "Earbuds", 29, 249,
     "In-ear buds that stay put on a run. The case charges them four times over.",
     {"colour": COLOUR, "batteryLife": whole(5, 11, 1, "h"), "waterResistance": pick("IPX4", "IPX5", "IP55"),
      "wirelessCharging": MAYBE}),
    ("Audio", "Bookshelf Speakers", 149, 899,
     "A pair of two-way speakers with a silk tweeter. Clear voices even at low volume.",
     {"material": WOOD, "power": whole(40, 150, 10, "W"),
      "inputs": pick(["RCA", "optical"], ["RCA", "optical", "HDMI ARC"], ["speaker terminals"])}),
    ("Audio", "Turntable", 119, 699,
     "A turntable with a built-in phono stage and a platter of cast aluminium.",
     {"colour": COLOUR, "speeds": pick(["33", "45"], ["33", "45", "78"]), "drive": pick("belt", "direct"),
      "phonoStage": YES}),
    ("Computers", "Laptop", 449, 2399,
     "A light laptop for work on the move. The lid opens flat and the keys have proper travel.",
     {"colour": COLOUR, "memory": pick("8 GB", "16 GB", "32 GB"),
      "storage": pick("256 GB SSD", "512 GB SSD", "1 TB SSD"), "display": pick("13.3 in", "14 in", "15.6 in"),
      "weight": tenths(10, 19, "kg")}),
    ("Computers", "Mechanical Keyboard", 49, 229,
     "Hot-swappable switches and sturdy keycaps. Every key can be given another meaning.",
     {"layout": pick("ISO-DE", "ISO-UK", "ANSI"), "switches": pick("linear", "tactile", "clicky"),
      "connection": pick(["USB-C"], ["USB-C", "Bluetooth"]), "keys": pick(68, 84, 104)}),
    ("Computers", "Monitor", 129, 1099,
     "An even panel with calibrated colours. One USB-C cable carries picture, data and power.",
     {"display": pick("24 in", "27 in", "32 in", "34 in"),
      "resolution": pick("1920x1080", "2560x1440", "3840x2160"),
      "refreshRate": pick("60 Hz", "75 Hz", "144 Hz"), "usbC": YES}),
    ("Computers", "Portable SSD", 59, 329,
     "Survives a fall from two metres and copies a film in seconds.",
     {"capacity": pick("500 GB", "1 TB", "2 TB", "4 TB"), "speed": whole(550, 2000, 50, "MB/s"),
      "connection": pick("USB-C 3.2", "USB4")}),
    ("Smart Home", "Thermostat", 69, 249,
     "Learns when you are home and saves heating energy. Works without a cloud account.",
     {"colour": COLOUR, "protocols": pick(["Matter", "Thread"], ["Matter", "Wi-Fi"], ["Zigbee"]),
      "display": pick("e-paper", "OLED")}),
    ("Smart Home", "Security Camera", 39, 279,
     "Sees in the dark and tells people from cats. Recordings stay on the card inside.",
     {"resolution": pick("1080p", "2K", "4K"), "nightVision": whole(8, 30, 1, "m"),
      "power": pick("battery", "PoE", "USB-C"), "weatherproof": MAYBE}),
    ("Smart Home", "Smart Plug", 9, 39,
     "Measures what is plugged in, and switches on a schedule even without the network.",
     {"protocols": pick(["Matter", "Wi-Fi"], ["Zigbee"]), "maxLoad": pick("2300 W", "3680 W"),
      "energyMeter": YES}),
    ("Smart Home", "Door Lock", 99, 349,
     "Fits over the cylinder you have. Opens by phone, code or key.",
     {"colour": COLOUR, "batteryLife": whole(6, 18, 1, "months"),
      "protocols": pick(["Matter", "Bluetooth"], ["Zigbee", "Bluetooth"])}),
    ("Kitchen", "Chef's Knife", 29, 219,
     "A balanced blade that takes and keeps an edge. Forged in one piece.",
     {"blade": whole(16, 24, 2, "cm"), "steel": pick("X50CrMoV15", "VG-10", "carbon"),
      "handle": pick("pakkawood", "olive wood", "POM"), "dishwasherSafe": MAYBE}),
    ("Kitchen", "Cast Iron Pan", 25, 149,
     "Sears evenly and goes from the hob to the oven.",
     {"diameter": whole(20, 32, 2, "cm"), "weight": tenths(12, 38, "kg"), "induction": YES,
      "enamelled": MAYBE}),
    ("Kitchen", "Blender", 39, 349,
     "Crushes ice and makes nut butter, more quietly than its power lets you fear.",
     {"colour": COLOUR, "power": whole(500, 1600, 100, "W"), "capacity": tenths(8, 22, "l"),
      "speeds": whole(3, 10)}),
    ("Kitchen", "Stand Mixer", 149, 699,
     "Kneads two loaves at once. The bowl locks with a quarter turn.",
     {"colour": COLOUR, "power": whole(600, 1500, 100, "W"), "bowl": tenths(40, 65, "l"),
      "attachments": whole(3, 6)}),
    ("Coffee & Tea", "Espresso Machine", 129, 1299,
     "Steady pressure, and steam for silky milk. Warm in under a minute.",
     {"colour": COLOUR, "pressure": pick("9 bar", "15 bar"), "waterTank": tenths(10, 28, "l"),
      "grinder": MAYBE, "boiler": pick("single", "thermoblock", "dual")}),
    ("Coffee & Tea", "Electric Kettle", 25, 179,
     "Heats to the degree, for green tea and for coffee. The spout pours where you aim.",
     {"colour": COLOUR, "capacity": tenths(6, 17, "l"), "power": whole(900, 2400, 100, "W"),
      "temperatureControl": YES, "material": pick("stainless steel", "glass")}),
    ("Coffee & Tea", "Coffee Grinder", 39, 399,
     "Steel burrs and hardly any static, from espresso to French press.",
     {"burrs": pick("38 mm conical", "48 mm conical", "64 mm flat"), "settings": whole(12, 60, 4),
      "hopper": whole(35, 350, 35, "g")}),
    ("Coffee & Tea", "Teapot", 19, 99,
     "Holds its warmth and never drips. With a strainer of fine mesh.",
     {"capacity": tenths(4, 18, "l"), "material": pick("porcelain", "cast iron", "glass", "stoneware")}),
    ("Furniture", "Desk", 149, 1199,
     "A solid top, and a tray that hides the cables.",
     {"material": WOOD, "width": whole(100, 180, 20, "cm"), "heightAdjustable": MAYBE,
      "maxLoad": whole(50, 120, 10, "kg")}),
    ("Furniture", "Office Chair", 119, 999,
     "Follows your back as you lean. Every part can be replaced.",
     {"colour": COLOUR, "armrests": pick("3D", "4D", "fixed"), "lumbarSupport": MAYBE,
      "maxLoad": whole(110, 150, 10, "kg")}),
    ("Furniture", "Bookcase", 79, 649,
     "Shelves that do not sag. Goes together without tools.",
     {"material": WOOD, "height": whole(120, 220, 20, "cm"), "shelves": whole(4, 7)}),
    ("Furniture", "Armchair", 199, 1299,
     "Deep, quiet and hard to leave. The covers come off for cleaning.",
     {"colour": COLOUR, "upholstery": pick("wool", "linen", "bouclé"), "width": whole(70, 95, 5, "cm")}),
    ("Lighting", "Desk Lamp", 29, 249,
     "Light without glare. The arm stays where you put it.",
     {"colour": COLOUR, "luminousFlux": whole(400, 1000, 50, "lm"),
      "colourTemperature": pick("2700-6500 K", "3000 K", "2200-4000 K"), "dimmable": YES}),
    ("Lighting", "Floor Lamp", 59, 499,
     "Lights the ceiling and the page. A foot of stone keeps it upright.",
     {"colour": COLOUR, "height": whole(130, 190, 10, "cm"), "socket": pick("E27", "LED"), "dimmable": MAYBE}),
    ("Lighting", "Pendant Light", 39, 429,
     "A shade made by hand. Hangs as low as you like.",
     {"diameter": whole(20, 50, 5, "cm"), "material": pick("glass", "brass", "paper", "steel"),
      "socket": pick("E14", "E27")}),
    ("Lighting", "LED Strip", 15, 99,
     "Sticks, bends and can be cut every ten centimetres.",
     {"length": whole(2, 10, 1, "m"), "luminousFlux": whole(800, 2400, 200, "lm"), "smart": MAYBE}),
    ("Fitness", "Yoga Mat", 19, 119,
     "Natural rubber that grips when wet and rolls out flat.",
     {"colour": COLOUR, "thickness": pick("3 mm", "5 mm", "8 mm"),
      "length": pick("173 cm", "183 cm", "200 cm")}),
    ("Fitness", "Adjustable Dumbbell", 79, 399,
     "Changes weight with a twist of the handle. Takes the place of a whole rack.",
     {"maxWeight": pick("12 kg", "24 kg", "32 kg"), "steps": whole(6, 16), "pair": MAYBE}),
    ("Fitness", "Fitness Watch", 59, 449,
     "Counts what matters and lasts for days. Finds its satellites before your shoes are tied.",
     {"colour": COLOUR, "batteryLife": whole(5, 30, 1, "days"), "gps": YES,
      "waterResistance": pick("5 ATM", "10 ATM")}),
    ("Fitness", "Rowing Machine", 249, 1499,
     "A workout for the whole body. Stands upright when you are done.",
     {"resistance": pick("water", "magnetic", "air"), "maxLoad": whole(110, 150, 10, "kg")}),
    ("Camping", "Tent", 89, 799,
     "Up in four minutes, in the rain too. A porch big enough for boots and a dog.",
     {"colour": COLOUR, "persons": whole(1, 5), "weight": tenths(11, 58, "kg"),
      "waterColumn": whole(2000, 5000, 500, "mm")}),
    ("Camping", "Sleeping Bag", 49, 449,
     "Warm where it counts, small in the pack. The zip does not bite.",
     {"colour": COLOUR, "comfortTemperature": whole(-15, 10, 5, "°C"),
      "filling": pick("down", "synthetic", "wool"), "weight": whole(500, 1900, 100, "g")}),
    ("Camping", "Camping Stove", 25, 199,
     "Boils half a litre in two minutes and folds into the pot.",
     {"fuel": pick("gas", "petrol", "wood"), "power": whole(1800, 3600, 200, "W"),
      "weight": whole(80, 900, 20, "g")}),
    ("Camping", "Headlamp", 15, 119,
     "Throws a beam across the valley or a glow across the tent. Red light for the stars.",
     {"luminousFlux": whole(200, 1200, 50, "lm"), "batteryLife": whole(4, 120, 4, "h"), "rechargeable": MAYBE}),
    ("Garden", "Pruning Shears", 15, 89,
     "Cut cleanly, so that the plant heals. For left and right hands.",
     {"cuttingDiameter": whole(15, 28, 1, "mm"), "handle": pick("aluminium", "ash", "steel"),
      "weight": whole(150, 290, 10, "g")}),
    ("Garden", "Raised Bed", 49, 399,
     "Saves your back and keeps the snails guessing. Plugs together without screws.",
     {"material": pick("larch", "corten steel", "galvanised steel"), "length": whole(80, 200, 20, "cm"),
      "volume": whole(120, 700, 20, "l")}),
    ("Garden", "Robot Lawn Mower", 399, 2299,
     "Mows while you are away and parks itself before the rain.",
     {"area": whole(250, 2000, 250, "m²"), "slope": whole(20, 45, 5, "%"), "noise": whole(54, 62, 1, "dB"),
      "boundaryWire": MAYBE}),
    ("Garden", "Watering Can", 12, 79,
     "A fine rose for seedlings and a long spout for the back row. Balanced when full.",
     {"colour": COLOUR, "capacity": whole(2, 12, 1, "l"),
      "material": pick("zinc", "recycled plastic", "steel")}),
    ("Toys & Games", "Board Game", 19, 79,
     "Explained in five minutes, played for years. Everyone stays in until the end.",
     {"players": pick("2-4", "1-5", "2-6", "3-8"), "duration": whole(20, 120, 10, "min"), "age": whole(6, 14)}),
    ("Toys & Games", "Wooden Train Set", 29, 149,
     "Of beech from managed forests. Fits the tracks you have.",
     {"pieces": whole(20, 110, 10), "age": whole(3, 5), "material": pick("beech")}),
    ("Toys & Games", "Building Blocks", 15, 129,
     "A box that becomes a castle, then a ship. Plans for twelve models.",
     {"pieces": whole(80, 900, 20), "age": whole(3, 9), "material": pick("wood", "recycled plastic")}),
    ("Toys & Games", "Jigsaw Puzzle", 12, 49,
     "Thick pieces that click. The picture was drawn for it.",
     {"pieces": pick(500, 1000, 1500, 2000), "age": whole(8, 14)}),
    ("Bags & Travel", "Backpack", 39, 249,
     "Carries a laptop, a lunch and a rain jacket. Straps that do not creep.",
     {"colour": COLOUR, "volume": whole(14, 40, 2, "l"), "laptop": pick("14 in", "16 in"),
      "waterproof": MAYBE}),
    ("Bags & Travel", "Cabin Suitcase", 69, 449,
     "Fits the overhead bin. Wheels you can change yourself.",
     {"colour": COLOUR, "volume": whole(32, 44, 2, "l"), "weight": tenths(19, 34, "kg"),
      "shell": pick("polycarbonate", "aluminium", "recycled PET")}),
    ("Bags & Travel", "Messenger Bag", 35, 199,
     "Closes with one hand, on the bicycle too.",
     {"colour": COLOUR, "volume": whole(8, 22, 2, "l"),
      "material": pick("waxed canvas", "leather", "recycled nylon")}),
    ("Bags & Travel", "Travel Adapter", 15, 69,
     "One cube for a hundred and fifty countries.",
     {"ports": pick(["USB-C"], ["USB-C", "USB-A"], ["USB-C", "USB-C", "USB-A"]),
      "power": pick("20 W", "35 W", "65 W", "100 W"), "weight": whole(90, 220, 10, "g")}),
]


def check_digit(twelve):
    """GS1 General Specifications, 7.9: weights 1 and 3 by turns."""
    total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(twelve))
    return str(-total % 10)


def slug(text):
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def price(draw, low, high):
    """Prices cluster at the low end of a range, and end as prices do."""
    units = low + int((high - low) * draw.random() ** 1.7)
    return round(units + draw.choice([0, 0.5, 0.9, 0.95, 0.99, 0.99]), 2)


def unused_name(draw, brand, noun, used):
    while True:
        name = f"{brand} {draw.choice(SERIES)} {draw.randrange(10, 100) * 10} {noun}"
        if name not in used:
            used.add(name)
            return name


def product(draw, number, used):
    categories = list(CATEGORIES)
    category = categories[number % len(categories)]
    row = number // len(categories)
    kinds = [kind for kind in KINDS if kind[0] == category]
    _, noun, low, high, description, specifications = kinds[row % len(kinds)]
    brand = CATEGORIES[category][row % len(CATEGORIES[category])]
    name = unused_name(draw, brand, noun, used)
    identity = f"prd-{number + 1:05d}"
    twelve = f"{200 + categories.index(category)}{number + 1:05d}{draw.randrange(10_000):04d}"
    created = datetime(2024, 1, 8, 9) + timedelta(minutes=draw.randrange(60 * 24 * 900))
    updated = created + timedelta(minutes=draw.randrange(60 * 24 * 60))
    made = {
        "productId": identity,
        "name": name,
        "description": description,
        "price": price(draw, low, high),
        "currency": BRANDS[brand],
        "category": category,
        "brand": brand,
        "availability": draw.choices(["in-stock", "limited", "out-of-stock"], [70, 18, 12])[0],
        "rating": round(min(5.0, max(2.4, draw.gauss(4.2, 0.5))), 1),
        "specifications": {name: value(draw) for name, value in specifications.items()},
        "images": [
            f"https://images.example.com/products/{identity}/{image}.jpg" for image in range(1, draw.randint(1, 3) + 1)
        ],
        "gtin": twelve + check_digit(twelve),
        "url": f"https://shop.example.com/products/{slug(name)}",
        "createdAt": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "updatedAt": updated.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    # A few that nobody has rated yet.
    if draw.random() < 0.04:
        del made["rating"]
    return made


def main():
    draw = random.Random(SEED)
    used = set()
    catalogue = [product(draw, number, used) for number in range(COUNT)]
    text = json.dumps(catalogue, indent=2, ensure_ascii=False) + "\n"
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if FILE.exists() and FILE.read_text(encoding="utf-8") == text else 1)
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
