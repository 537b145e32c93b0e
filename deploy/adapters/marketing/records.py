"""The records that marketing messages are written from: seeded, and all of our own making.

A record is what a shop knows of one message to write: name, interest, product, a fact about the product, offer and
channel. What is held out for measuring shares no name, no product and no fact with what is trained on, and a third
of it has interests that training never saw.
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass

CHANNELS = ("push", "sms", "email")


@dataclass(frozen=True)
class Record:
    name: str
    interest: str
    product: str
    fact: str
    offer: str
    channel: str

    def prompt(self) -> str:
        """What a client sends as the user's message."""
        return "\n".join(f"{field}: {value}" for field, value in asdict(self).items())


NAMES = (
    "Maya Jonas Priya Tomás Ingrid Kwame Leila Oskar Yuki Farah Mateo Greta Anouk Dmitri Zainab Callum Renata Hugo "
    "Amara Nils Chiara Rashid Eleni Pavel Sunniva Tobias Imani Lucas Hanne Arjun Beatriz Owen Salma Viktor Noor "
    "Felix Adaeze Bruno Katya Samir Elodie Henrik Paloma Idris Wren Matilde Kenji Rosa Emil Tamsin Javier Linnea "
    "Omar Celeste Stefan Nadia Piotr Aisling Ravi Marta Theo Yara Anders Esme Karim Judith Milo Freya Andrés Lotte"
).split()

HELD_OUT_NAMES = (
    "Saoirse Thandiwe Bogdan Xiomara Eirik Mirembe Dilnoza Casimir Hinemoa Perpetua Lorcan Anneliese Tevita Ottoline "
    "Zephyr Marisol Ragnhild Babajide Quilla Ferdinand"
).split()

# interest -> products, each with one fact. The last product of each interest is held out.
CATALOGUE: dict[str, list[tuple[str, str]]] = {
    "trail running": [
        ("Ridge 2 trail shoes", "4 mm lugs grip wet rock"),
        ("Tarn race vest", "two soft flasks sit flat on the chest"),
        ("Skarn gaiters", "a silicone strap keeps gravel out"),
        ("Halden wind shell", "it packs down to the size of an apple"),
    ],
    "sourdough baking": [
        ("Ember baking stone", "it holds its heat for two hours"),
        ("Levain crock", "the wooden lid lets a starter breathe"),
        ("Kvarn bench knife", "the blade is marked in centimetres"),
        ("Rugen proofing basket", "the cane leaves a spiral on the crust"),
    ],
    "houseplants": [
        ("Moss pole 60", "it takes up water from its foot"),
        ("Lys grow lamp", "it uses nine watts on a daily timer"),
        ("Drift glazed planter", "a hidden tray keeps the roots dry"),
        ("Skye mister", "the brass nozzle never clogs"),
    ],
    "bird watching": [
        ("Alder 8x32 binoculars", "they focus from one metre"),
        ("Finch window feeder", "suction pads hold it through a storm"),
        ("Plover field notebook", "the paper takes pencil in the rain"),
        ("Reed hide stool", "it folds to the width of a newspaper"),
    ],
    "film photography": [
        ("Argent 35 film bundle", "each roll has 36 exposures"),
        ("Cobalt camera strap", "it holds twelve kilograms"),
        ("Lumen light meter", "it reads from a single candle up"),
        ("Selen darkroom tray", "the pouring lip does not drip"),
    ],
    "cycling to work": [
        ("Harbour pannier", "it clips on with one hand"),
        ("Beacon rear light", "one charge lasts forty hours"),
        ("Slate rain cape", "thumb loops hold it over the bars"),
        ("Quay frame lock", "it weighs less than a full bottle"),
    ],
    "open-water swimming": [
        ("Fjord wetsuit", "the shoulders are only 2 mm thick"),
        ("Buoy 20 tow float", "it keeps keys and phone dry"),
        ("Cove changing robe", "the lining dries overnight"),
        ("Selkie goggles", "the lenses turn darker in the sun"),
    ],
    "knitting": [
        ("Heath wool set", "the yarn is spun from one flock"),
        ("Birch needle roll", "it holds fourteen pairs"),
        ("Tern row counter", "it clicks up to ninety-nine"),
        ("Isla blocking mat", "the grid shows every centimetre"),
    ],
    "board games": [
        ("Lantern Quay", "a round takes twenty minutes"),
        ("Oak dice tower", "felt floors keep it quiet"),
        ("Cartographer's table mat", "it rolls up without a crease"),
        ("Nine Foxes", "it plays well with two"),
    ],
    "home espresso": [
        ("Pico hand grinder", "it has forty steps of grind"),
        ("Crema knock box", "the bar lifts out for washing"),
        ("Still milk jug", "the spout pours a fine line"),
        ("Brass 58 tamper", "the base is level to a tenth of a millimetre"),
    ],
    "camping": [
        ("Larch two-person tent", "it stands up in three minutes"),
        ("Glow camp lantern", "it runs sixty hours on low"),
        ("Pinecone stove", "it boils a litre in four minutes"),
        ("Dune sleeping mat", "it rolls out without a pump"),
    ],
    "vegetable gardening": [
        ("Thistle hand fork", "the ash handle can be replaced"),
        ("Row cover fleece", "it keeps frost off down to minus four"),
        ("Tilth soil meter", "it needs no battery"),
        ("Marrow raised bed", "the boards slot together without screws"),
    ],
    "yoga": [
        ("Willow cork mat", "it grips better when damp"),
        ("Calm bolster", "buckwheat hulls keep its shape"),
        ("Loop cotton strap", "the steel ring never slips"),
        ("Haze eye pillow", "it can be cooled in the freezer"),
    ],
    "watercolour": [
        ("Pebble travel palette", "twelve pans fit in a pocket"),
        ("Estuary paper block", "the sheets stay flat when wet"),
        ("Heron sable brush", "the point holds for a full wash"),
        ("Tidal masking fluid", "it peels off after a week"),
    ],
    "stargazing": [
        ("Orrery 114 telescope", "it shows the rings of Saturn"),
        ("Umbra red torch", "it keeps your eyes used to the dark"),
        ("Meridian star chart", "it turns to any date"),
        ("Polaris tripod", "a bubble level sits in the head"),
    ],
    "hiking with the dog": [
        ("Bracken dog lead", "a spring takes up sudden pulls"),
        ("Trailpaw boots", "the soles are cut from old tyres"),
        ("Burn folding bowl", "it holds half a litre"),
        ("Fell dog jacket", "reflective seams show it at night"),
    ],
    "vinyl records": [
        ("Groove carbon brush", "it lifts dust without static"),
        ("Sleeve pack 50", "the corners are rounded"),
        ("Walnut record stand", "it shows what is playing"),
        ("Stilla turntable mat", "cork and rubber damp the hum"),
    ],
    "woodworking": [
        ("No. 5 block plane", "the iron takes an edge in minutes"),
        ("Dovetail marker", "it has both common slopes"),
        ("Beech mallet", "the head is one piece of wood"),
        ("Kerf pull saw", "it cuts on the way back"),
    ],
    "cheese making": [
        ("Curd starter kit", "it makes eight batches"),
        ("Cellar thermometer", "it is right to half a degree"),
        ("Ash cheese mould", "the rind comes away clean"),
        ("Rind brush", "the bristles are from horsehair"),
    ],
    "journalling": [
        ("Linen day book", "it opens flat at any page"),
        ("Rook fountain pen", "it writes upside down too"),
        ("Ink sampler", "five colours are waterproof"),
        ("Vesper pen roll", "wool keeps the nibs apart"),
    ],
}

# Interests that training never sees.
HELD_OUT_CATALOGUE: dict[str, list[tuple[str, str]]] = {
    "sea kayaking": [
        ("Skerry dry bag", "it floats with a full load"),
        ("Tidewater paddle gloves", "the palms are left open"),
    ],
    "beekeeping": [
        ("Clover hive tool", "the hook lifts a frame with no levering"),
        ("Drone smoker", "one filling burns for an hour"),
    ],
    "calligraphy": [
        ("Quillon nib set", "each nib has its width engraved"),
        ("Vellum practice pad", "guide lines show through every sheet"),
    ],
    "fly fishing": [
        ("Caddis fly box", "foam slots hold two hundred flies"),
        ("Riffle wading staff", "it snaps open with a flick"),
    ],
    "pottery": [
        ("Kaolin trimming set", "the loops stay sharp for years"),
        ("Bisque banding wheel", "it spins for a minute on one push"),
    ],
    "mushroom foraging": [
        ("Chanterelle knife", "a brush sits in the handle"),
        ("Boletus basket", "spores fall through the weave"),
    ],
}

OFFERS = (
    "15% off until Sunday",
    "free delivery this week",
    "two for the price of one in May",
    "10 euros off with code FERN10",
    "a free refill with every order",
    "20% off until the end of the month",
    "returns are free for 60 days",
    "5 euros off your next order",
    "25% off for members",
    "a gift bag with orders over 40 euros",
    "12% off until Friday",
    "free engraving in June",
)

HELD_OUT_OFFERS = (
    "18% off until Tuesday",
    "7 euros off with code MOSS7",
    "free repairs for three years",
    "30% off the second one",
    "free delivery until the first of the month",
    "a spare part with every order",
)


def training(count: int, seed: int = 1) -> list[Record]:
    """`count` records to train on, the channels in turn."""
    chance = random.Random(seed)
    goods = [(interest, *product) for interest, products in CATALOGUE.items() for product in products[:-1]]
    records = []
    while len(records) < count:
        chance.shuffle(goods)
        for interest, product, fact in goods:
            records.append(
                Record(
                    chance.choice(NAMES),
                    interest,
                    product,
                    fact,
                    chance.choice(OFFERS),
                    CHANNELS[len(records) % len(CHANNELS)],
                )
            )
    return records[:count]


def held_out(count: int = 60, seed: int = 2) -> list[Record]:
    """Records to measure on: other names, products, facts and offers; every third with an unseen interest."""
    chance = random.Random(seed)
    seen = [(interest, *products[-1]) for interest, products in CATALOGUE.items()]
    unseen = [(interest, *product) for interest, products in HELD_OUT_CATALOGUE.items() for product in products]
    chance.shuffle(seen)
    chance.shuffle(unseen)
    records = []
    for k in range(count):
        goods = unseen if k % 3 == 2 else seen
        interest, product, fact = goods[(k // 3 if k % 3 == 2 else k - k // 3) % len(goods)]
        records.append(
            Record(
                HELD_OUT_NAMES[k % len(HELD_OUT_NAMES)],
                interest,
                product,
                fact,
                HELD_OUT_OFFERS[(k * 5 + k // 6) % len(HELD_OUT_OFFERS)],
                CHANNELS[(k + k // 3) % len(CHANNELS)],
            )
        )
    return records
