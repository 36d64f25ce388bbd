"""The closed lists of the production document: one word for one thing, the same in code, CLI, prompts and database.

Knows nothing of who draws, plays or speaks them.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What the film is for."""

    STORY = "story"
    AD = "ad"


class TextForm(StrEnum):
    """What the person's text is: a wish to be developed, or the words themselves."""

    BRIEF = "brief"
    OUTLINE = "outline"
    STORY = "story"
    SCREENPLAY = "screenplay"


class Format(StrEnum):
    """Aspect ratio, width to height."""

    WIDE = "16:9"
    TALL = "9:16"
    SQUARE = "1:1"
    PORTRAIT = "4:5"


class Quality(StrEnum):
    """The one dial that sets size, steps and encoder."""

    DRAFT = "draft"
    STANDARD = "standard"
    FINAL = "final"


class Style(StrEnum):
    """How the pictures are rendered."""

    STORYBOOK = "storybook"
    WATERCOLOR = "watercolor"
    PAPER = "paper"
    INK = "ink"
    NEON = "neon"


class Captions(StrEnum):
    """Burned into the picture, only beside the film as files, or none."""

    BURNED = "burned"
    BESIDE = "beside"
    NONE = "none"


class StoryShape(StrEnum):
    """The arc of a story or of an advertisement."""

    HEROS_JOURNEY = "heros_journey"
    ROMANCE = "romance"
    ADVENTURE = "adventure"
    MYSTERY = "mystery"
    FABLE = "fable"
    PROBLEM_SOLUTION = "problem_solution"
    BEFORE_AFTER = "before_after"
    AIDA = "aida"


class Setting(StrEnum):
    """The set that a scene is staged on; the scene's ``place`` says more in free words."""

    COAST = "coast"
    SEA = "sea"
    FOREST = "forest"
    MOUNTAINS = "mountains"
    MEADOW = "meadow"
    DESERT = "desert"
    LAKE = "lake"
    VILLAGE = "village"
    CITY = "city"
    SPACE = "space"
    ROOM = "room"
    WORKSHOP = "workshop"

    @property
    def is_indoors(self) -> bool:
        """Whether weather stays outside the window."""
        return self in (Setting.ROOM, Setting.WORKSHOP)


class TimeOfDay(StrEnum):
    """The light of a scene."""

    DAWN = "dawn"
    DAY = "day"
    DUSK = "dusk"
    NIGHT = "night"


class Weather(StrEnum):
    """The weather outdoors (seen through the window indoors; none in space)."""

    CLEAR = "clear"
    CLOUDY = "cloudy"
    RAIN = "rain"
    STORM = "storm"
    SNOW = "snow"
    FOG = "fog"


class Mood(StrEnum):
    """The feeling of a scene; music follows it."""

    CALM = "calm"
    TENDER = "tender"
    JOYFUL = "joyful"
    PLAYFUL = "playful"
    HOPEFUL = "hopeful"
    TRIUMPHANT = "triumphant"
    MYSTERIOUS = "mysterious"
    TENSE = "tense"
    MELANCHOLY = "melancholy"
    EPIC = "epic"


class Framing(StrEnum):
    """Shot size."""

    WIDE = "wide"
    MEDIUM = "medium"
    CLOSE = "close"


class CameraMove(StrEnum):
    """What the camera does during a shot."""

    STATIC = "static"
    PUSH_IN = "push_in"
    PULL_OUT = "pull_out"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    TILT_UP = "tilt_up"
    TILT_DOWN = "tilt_down"


class TransitionKind(StrEnum):
    """How one shot becomes the next."""

    CUT = "cut"
    DISSOLVE = "dissolve"
    DIP = "dip"
    WIPE = "wipe"
    SLIDE = "slide"


class Species(StrEnum):
    """What kind of body a character has."""

    PERSON = "person"
    CHILD = "child"
    FOX = "fox"
    CAT = "cat"
    DOG = "dog"
    RABBIT = "rabbit"
    BIRD = "bird"
    DEER = "deer"
    BEAR = "bear"
    OWL = "owl"
    HORSE = "horse"
    WHALE = "whale"
    ROBOT = "robot"
    SPIRIT = "spirit"


class Age(StrEnum):
    """Apparent age of a character."""

    YOUNG = "young"
    ADULT = "adult"
    OLD = "old"


class Gender(StrEnum):
    """How a character presents, for casting figure and voice."""

    FEMININE = "feminine"
    MASCULINE = "masculine"
    NEUTRAL = "neutral"


class Pose(StrEnum):
    """What a figure does in a picture."""

    STAND = "stand"
    WALK = "walk"
    SIT = "sit"
    REACH = "reach"
    WAVE = "wave"
    LOOK_UP = "look_up"
    SLEEP = "sleep"


class Expression(StrEnum):
    """A face."""

    NEUTRAL = "neutral"
    HAPPY = "happy"
    SAD = "sad"
    AFRAID = "afraid"
    SURPRISED = "surprised"
    DETERMINED = "determined"


class SheetView(StrEnum):
    """From where a cast sheet shows its character."""

    FRONT = "front"
    THREE_QUARTER = "three-quarter"
    BACK = "back"


class Facing(StrEnum):
    """Where a figure is turned, as seen by the camera."""

    LEFT = "left"
    RIGHT = "right"
    FRONT = "front"
    BACK = "back"


class Hairstyle(StrEnum):
    """Hair of a person or child."""

    NONE = "none"
    SHORT = "short"
    LONG = "long"
    BUN = "bun"
    CURLY = "curly"
    BRAIDS = "braids"


class Garment(StrEnum):
    """What a person or child wears."""

    COAT = "coat"
    DRESS = "dress"
    JACKET = "jacket"
    ROBE = "robe"
    OVERALLS = "overalls"
    SUIT = "suit"
    SPACESUIT = "spacesuit"


class Headwear(StrEnum):
    """What is on a head."""

    NONE = "none"
    CAP = "cap"
    STRAW_HAT = "straw_hat"
    BEANIE = "beanie"
    HOOD = "hood"
    CROWN = "crown"
    HELMET = "helmet"


class Accessory(StrEnum):
    """The one thing that a character always carries or wears."""

    NONE = "none"
    LANTERN = "lantern"
    SCARF = "scarf"
    BACKPACK = "backpack"
    GLASSES = "glasses"
    BOOK = "book"
    STAFF = "staff"
    BASKET = "basket"


class SpiritForm(StrEnum):
    """What a spirit is a spirit of."""

    CLOUD = "cloud"
    STAR = "star"
    FLAME = "flame"
    GHOST = "ghost"
    MOON = "moon"
    WAVE = "wave"


class Landmark(StrEnum):
    """One large thing that a place is known by."""

    LIGHTHOUSE = "lighthouse"
    SAILBOAT = "sailboat"
    COTTAGE = "cottage"
    CASTLE = "castle"
    CAMPFIRE = "campfire"
    TENT = "tent"
    BALLOON = "balloon"
    BRIDGE = "bridge"
    ROCKET = "rocket"
    GREAT_TREE = "great_tree"
    TRAIN = "train"
    WINDMILL = "windmill"


class ProductForm(StrEnum):
    """The shape of an advertised product when there is no photograph of it."""

    BOTTLE = "bottle"
    CUP = "cup"
    BOX = "box"
    BAG = "bag"
    SHOE = "shoe"
    PHONE = "phone"
    BOOK = "book"
    JAR = "jar"
    LAMP = "lamp"


class Ambience(StrEnum):
    """A continuous sound of a place."""

    SEA = "sea"
    RAIN = "rain"
    WIND = "wind"
    CITY = "city"
    FIRE = "fire"
    BIRDS = "birds"
    CRICKETS = "crickets"
    STREAM = "stream"
    ROOM = "room"
    SPACE = "space"


class Effect(StrEnum):
    """A short sound with a moment of its own."""

    THUNDER = "thunder"
    BELL = "bell"
    CHIME = "chime"
    WHOOSH = "whoosh"
    SPLASH = "splash"
    FOOTSTEPS = "footsteps"
    DOOR = "door"
    SPARKLE = "sparkle"
    HEARTBEAT = "heartbeat"
    FOGHORN = "foghorn"


class ReferenceUse(StrEnum):
    """What a reference picture shows."""

    PRODUCT = "product"
    LOGO = "logo"
    CHARACTER = "character"
    PALETTE = "palette"


class Temperament(StrEnum):
    """How an agent leans when it has a choice."""

    TRADITIONAL = "traditional"
    MODERN = "modern"
    FUTURISTIC = "futuristic"
    VINTAGE = "vintage"
    MINIMAL = "minimal"


class AgentRole(StrEnum):
    """The five crafts of a studio, and the person."""

    WRITER = "writer"
    ARTIST = "artist"
    COMPOSER = "composer"
    DIRECTOR = "director"
    CRITIC = "critic"
    PERSON = "person"
