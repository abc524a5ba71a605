/** Words that product texts for calibration are made of; written for this, from no shop's catalogue. */

export interface Department {
  /** As a category path would say it. */
  readonly path: readonly string[];
  readonly nouns: readonly string[];
  readonly qualities: readonly string[];
  readonly materials: readonly string[];
  readonly features: readonly string[];
}

const words = (list: string): readonly string[] => list.split(",").map((word) => word.trim());

const department = (
  path: string,
  nouns: string,
  qualities: string,
  materials: string,
  features: string,
): Department => ({
  path: words(path.replaceAll(" > ", ",")),
  nouns: words(nouns),
  qualities: words(qualities),
  materials: words(materials),
  features: words(features),
});

export const DEPARTMENTS: readonly Department[] = [
  department(
    "Home & Kitchen > Cookware",
    "frying pan, saucepan, stockpot, casserole, wok, griddle, roasting tin, steamer basket, lid, pressure cooker, milk pan, crepe pan, tagine, fondue set",
    "non-stick, heavy, shallow, deep, induction-ready, oven-safe, pre-seasoned, hammered, tri-ply",
    "cast iron, stainless steel, copper, aluminium, enamel, carbon steel, glass",
    "helper handle, pouring lip, riveted handle, measuring marks inside, stays cool to the touch, dishwasher safe, even heat with no hot spots",
  ),
  department(
    "Home & Kitchen > Tableware",
    "dinner plate, soup bowl, mug, teacup and saucer, wine glass, tumbler, carafe, salad servers, cutlery set, napkin rings, cake stand, butter dish, egg cup, gravy boat, place mats, coasters",
    "stackable, hand-painted, speckled, rimmed, scalloped, vintage, everyday, matt, glossy",
    "stoneware, porcelain, bone china, earthenware, bamboo, slate, crystal, acacia wood",
    "microwave safe, set of four, glazed by hand, no two alike, chip-resistant edge, comes in a gift box",
  ),
  department(
    "Home & Kitchen > Baking",
    "cake tin, loaf tin, muffin tray, rolling pin, pastry brush, cookie cutters, piping bags, icing nozzles, cooling rack, mixing bowl, whisk, sieve, kitchen scales, sugar thermometer, paper cases",
    "springform, fluted, mini, giant, heart shaped, dishwasher safe, loose-based",
    "silicone, tinplate, beech, melamine, parchment, stainless steel",
    "will not rust, releases cleanly, twelve cups, non-slip base, markings in grams and ounces, for birthdays and christenings",
  ),
  department(
    "Home & Kitchen > Storage & Organisation",
    "storage jar, lunch box, bread bin, spice rack, drawer divider, laundry basket, shoe rack, coat hooks, vacuum bags, jewellery case, tin, wicker hamper, letter rack, key hooks, ironing board",
    "airtight, folding, stacking, labelled, wall-mounted, over-the-door, hanging, modular",
    "glass, rattan, seagrass, cotton canvas, acrylic, zinc, felt, recycled plastic",
    "clip lid, rope handles, fits standard shelves, no drilling needed, packs flat, removable lining",
  ),
  department(
    "Home > Bedding & Bath",
    "duvet cover, pillowcase, fitted sheet, mattress topper, blanket, throw, bath towel, bath mat, shower curtain, dressing gown, hot water bottle, flannel, bedspread, eiderdown",
    "brushed, quilted, waffle, cooling, king size, single, double, hypoallergenic, reversible",
    "cotton, linen, bamboo viscose, microfibre, wool, goose down, satin, muslin",
    "three hundred thread count, button closure, quick drying, deep pockets, machine washable at forty degrees, softens with every wash",
  ),
  department(
    "Home > Decoration",
    "cushion, picture frame, wall clock, mirror, vase, candle holder, tea light, scented candle, bunting, doormat, wreath, photo album, ornament, door stop, carved figurine, dried flowers, curtain tie, wall art print",
    "rustic, antique, hand-carved, glittered, country style, botanical, striped, spotty, ivory, distressed",
    "mango wood, tin, resin, jute, velvet, ceramic, felt, pressed glass, mother of pearl",
    "with fixings, hangs from a ribbon, holds a six by four print, burns for thirty hours, looks good on any mantel",
  ),
  department(
    "Home > Lighting",
    "desk lamp, floor lamp, pendant, ceiling light, night light, string lights, lantern, light bulb, lampshade, dimmer switch, LED strip, reading light, wall sconce, solar stake lights",
    "dimmable, warm white, colour changing, rechargeable, adjustable, motion activated, battery operated, flush",
    "brass, paper, linen, frosted glass, rattan, steel, concrete",
    "E27 fitting, 2700 K, 806 lumens, timer, USB charging port, ten metres, remote control, IP44",
  ),
  department(
    "Garden & Outdoor",
    "watering can, plant pot, trowel, pruning shears, hose reel, bird feeder, deckchair, parasol, fire pit, hanging basket, raised bed, compost bin, garden gnome, wind chime, seed tray, picnic blanket, windmill",
    "galvanised, weatherproof, frost-resistant, telescopic, long-handled, folding, self-watering, terracotta",
    "terracotta, zinc, teak, powder-coated steel, coir, polypropylene, ash",
    "drainage holes, rust-proof, comfortable grip, ready to plant, covers twenty square metres, bypass blades",
  ),
  department(
    "Tools & Home Improvement > Hand Tools",
    "screwdriver set, claw hammer, tape measure, spirit level, adjustable spanner, pliers, hex keys, utility knife, chisel, hand saw, socket set, clamp, staple gun, file, tool bag, workbench",
    "magnetic, ratcheting, insulated, heavy duty, precision, quick-release, compact, professional",
    "chrome vanadium, hardened steel, fibreglass, rubber, aluminium, hickory",
    "soft grip, metric and imperial, lifetime guarantee, 1000 V rated, belt clip, fits 1/4 in. drive, shock-absorbing",
  ),
  department(
    "Tools & Home Improvement > Power Tools",
    "cordless drill, impact driver, circular saw, jigsaw, angle grinder, orbital sander, heat gun, rotary tool, battery pack, fast charger, drill bits, saw blade, sanding discs, dust extractor",
    "brushless, 18V, 20-volt max, variable speed, corded, compact, two-speed, reversing",
    "carbide, cobalt, diamond grit, aluminium oxide, high-speed steel",
    "2.0 Ah battery, 13 mm chuck, soft start, electric brake, LED work light, carry case, keyless chuck, tool only",
  ),
  department(
    "Industrial & Scientific > Lab & Measurement",
    "digital caliper, micrometer, multimeter, pH meter, thermometer, hygrometer, refractometer, beaker, test tubes, pipette, petri dishes, microscope slides, magnifier, weighing scale, anemometer, laser distance meter",
    "digital, analogue, calibrated, handheld, borosilicate, sterile, graduated, high-accuracy, pocket",
    "borosilicate glass, polypropylene, stainless steel, nylon, PTFE, brass",
    "0.01 mm resolution, backlit display, auto power off, accuracy of plus or minus 0.5%, 100 ml, pack of 50, with batteries, traceable certificate",
  ),
  department(
    "Industrial & Scientific > Fasteners & Raw Materials",
    "hex bolt, wood screws, washers, lock nut, rivets, threaded rod, O-ring, bearing, magnet, cable ties, hose clamp, tubing, sheet, angle bracket, eye bolt, spring, dowel pins, heat shrink tubing",
    "M6 x 20, zinc plated, self-drilling, flanged, metric, flat head, black oxide, assorted, grade 8.8, shielded",
    "stainless steel 304, nylon 6/6, neodymium, brass, neoprene, polycarbonate, EPDM rubber, phosphor bronze",
    "pack of 100, fine thread, meets DIN 933, 5/16 inch thread size, 30 mm long, corrosion resistant, made in the EU, 10 ft. long",
  ),
  department(
    "Industrial & Scientific > Adhesives, Tapes & Safety",
    "duct tape, masking tape, double-sided tape, epoxy resin, super glue, threadlocker, safety glasses, nitrile gloves, ear plugs, respirator mask, hard hat, hi-vis vest, warning sign, label, padlock, anti-slip tape",
    "powder-free, disposable, clear, two-part, high-temperature, reflective, scratch-resistant, double",
    "polyimide, butyl, cyanoacrylate, polyethylene, polycarbonate, nitrile, cotton cloth",
    "50 m roll, cures in five minutes, case of 1000, size L, latex free, noise reduction 32 dB, self-adhesive, 0.1 mm thick, anti-fog",
  ),
  department(
    "Industrial & Scientific > Electrical, 3D Printing & Hydraulics",
    "3D printer filament, extruder nozzle, stepper motor, power supply, wire connectors, circuit breaker, relay, terminal block, toggle switch, pressure gauge, ball valve, pipe fitting, air hose coupler, solenoid valve, quick connect, water filter cartridge",
    "1.75 mm, 12 V DC, normally closed, 1/4 inch NPT, push-to-connect, spooled, barbed, waterproof, double pole",
    "PLA, ABS, PETG, copper, brass, silicone, acetal, stainless steel",
    "1 kg spool, tolerance of 0.03 mm, works with most printers, 150 psi, male thread, 10 amp, pack of 5, UL listed",
  ),
  department(
    "Office & Stationery",
    "notebook, fountain pen, gel pens, stapler, ring binder, sticky notes, envelopes, desk organiser, whiteboard markers, planner, highlighters, scissors, pencil case, index cards, wrapping paper, greeting card, ruler, rubber stamp",
    "ruled, dotted, hardback, refillable, retractable, lined, A5, spiral bound, recycled",
    "leather, kraft paper, cork, cardboard, vegan leather, cedar",
    "120 gsm paper, lies flat, ribbon marker, box of twelve, blue ink, pocket at the back, assorted colours",
  ),
  department(
    "Toys & Games",
    "building blocks, jigsaw puzzle, board game, plush bear, doll's house, train set, kite, skipping rope, marbles, playing cards, dominoes, spinning top, toy car, colouring book, craft kit, water pistol, hobby horse, rag doll",
    "wooden, educational, soft, giant, glow in the dark, magnetic, two-player, retro, pull-along",
    "beech, plush, foam, cardboard, plastic, felt, cotton",
    "ages 3 and up, 500 pieces, squeaks when pressed, no batteries needed, for two to four players, hours of quiet fun",
  ),
  department(
    "Baby & Kids",
    "bib, muslin squares, changing mat, baby bottle, sippy cup, nursery mobile, high chair, cot sheet, stroller organiser, night light, teether, bath toy, growth chart, children's apron, lunch bag, umbrella",
    "organic, wipe-clean, BPA-free, padded, dinosaur, unicorn, farmyard, rocket, newborn",
    "cotton, silicone, terry, neoprene, birch plywood, bamboo",
    "0-6 months, machine washable, easy-grip handles, non-toxic paint, with a zipped pocket",
  ),
  department(
    "Clothing > Women",
    "dress, cardigan, blouse, jeans, skirt, leggings, raincoat, scarf, ballet flats, ankle boots, sports bra, swimsuit, pyjamas, tote bag, sun hat, gloves",
    "high-waisted, pleated, ribbed, cropped, wrap, floral, oversized, waterproof, petite",
    "cotton, merino wool, viscose, denim, silk, leather, cashmere, recycled polyester",
    "side pockets, V-neck, relaxed fit, adjustable straps, hand wash only, knee length",
  ),
  department(
    "Clothing > Men",
    "t-shirt, polo shirt, chinos, hoodie, overcoat, belt, socks, trainers, work boots, tie, beanie, boxer shorts, denim jacket, swim shorts, wallet, thermal base layer",
    "slim fit, crew neck, zip-up, hooded, stretch, checked, long-sleeved, breathable, lined",
    "cotton jersey, flannel, suede, fleece, corduroy, linen, gore fabric",
    "pack of three, reinforced heel, button-down collar, two side pockets, true to size, steel toe cap",
  ),
  department(
    "Beauty & Personal Care",
    "shampoo, face cream, lip balm, hand soap, bath bomb, nail polish, mascara, razor, hairbrush, toothbrush, sunscreen, body lotion, make-up bag, perfume, beard oil, cotton pads",
    "fragrance-free, moisturising, gentle, vegan, exfoliating, SPF 50, travel size, anti-ageing, cruelty-free",
    "shea butter, aloe vera, tea tree, argan oil, lavender, charcoal, vitamin C, hyaluronic acid",
    "for dry skin, 250 ml, dermatologically tested, absorbs quickly, refill pouch, no parabens, smells of roses",
  ),
  department(
    "Health & Household",
    "vitamin tablets, first aid kit, plasters, thermometer, heating pad, resistance bands, pill organiser, washing-up liquid, sponge, bin bags, air freshener, laundry detergent, broom, mop, disinfectant wipes, hand sanitiser",
    "extra strength, unscented, biodegradable, antibacterial, effervescent, family pack, sugar-free",
    "microfibre, magnesium, zinc, eucalyptus, cellulose, citric acid",
    "90 capsules, one a day, kills 99.9% of bacteria, suitable for vegetarians, septic safe, 64 loads",
  ),
  department(
    "Sports & Outdoors",
    "yoga mat, dumbbell, tent, sleeping bag, rucksack, water bottle, head torch, bicycle lock, football, tennis racket, running belt, fishing reel, climbing rope, ski goggles, camping stove, compass, hiking poles, golf balls",
    "lightweight, insulated, inflatable, two-person, anti-slip, reflective, windproof, adjustable, all-season",
    "ripstop nylon, neoprene, carbon fibre, EVA foam, titanium, cork, Tritan",
    "5 kg, 20 litres, keeps cold for 24 hours, packs into its own pouch, sealed seams, quick release",
  ),
  department(
    "Electronics",
    "headphones, phone case, charging cable, power bank, bluetooth speaker, webcam, keyboard, wireless mouse, HDMI cable, memory card, laptop stand, smart plug, monitor, router, tablet sleeve, screen protector, camera tripod, radio",
    "wireless, noise-cancelling, USB-C, fast charging, 4K, mechanical, ergonomic, waterproof, dual-band",
    "braided nylon, tempered glass, aluminium, silicone, ABS plastic",
    "20-hour battery life, 10,000 mAh, 2 m long, plug and play, with microphone, compatible with Windows and macOS, 128 GB",
  ),
  department(
    "Food & Drink",
    "coffee beans, loose leaf tea, dark chocolate, olive oil, honey, pasta, jam, sea salt, spice blend, biscuits, nuts, hot sauce, flour, rice, granola, mustard, fruit cordial",
    "organic, single origin, roasted, smoked, gluten-free, raw, fairtrade, decaffeinated, stone-ground",
    "hazelnut, vanilla, chilli, lemon, ginger, cinnamon, raspberry, truffle",
    "500 g bag, notes of caramel and citrus, no added sugar, best before end, resealable, from one farm",
  ),
  department(
    "Pets",
    "dog lead, cat tree, food bowl, chew toy, dog bed, litter tray, collar, bird cage, aquarium filter, fish food, grooming brush, flea treatment, catnip mouse, rabbit hutch, training treats, pet carrier",
    "adjustable, orthopaedic, grain-free, squeaky, self-cleaning, washable, small breed, quiet",
    "sisal, nylon webbing, stainless steel, memory foam, salmon, chicken, faux fur",
    "for cats over one year, reflective stitching, removable cover, non-slip feet, for tanks up to 60 litres",
  ),
  department(
    "Party, Gifts & Crafts",
    "garland, balloons, party bags, cake candles, gift tags, ribbon, paper plates, paper napkins, invitations, confetti, sewing kit, knitting wool, embroidery hoop, beads, acrylic paints, glue gun, felt squares, advent calendar, piggy bank, magnets",
    "assorted, metallic, pastel, glitter, vintage, self-adhesive, christmas, birthday, star-shaped, reusable",
    "paper, satin, felt, tin, latex, merino, brass, polystyrene",
    "pack of 20, with envelopes, for children and grown-ups, set of 6, ideal stocking filler, 25 m reel",
  ),
  department(
    "Automotive",
    "wiper blades, car battery charger, engine oil, floor mats, seat cover, tyre inflator, dash cam, jump leads, phone holder, roof bars, brake pads, air filter, spark plugs, wheel trims, car wax, trailer hitch",
    "universal, all-weather, synthetic, 5W-30, heated, magnetic, 12V, front and rear",
    "rubber, ceramic, microfibre, polyester, alloy steel",
    "fits most vehicles, lane assist, 5 litre can, easy installation, left-hand side, replaces OEM part",
  ),
  department(
    "Books, Music & Hobbies",
    "cookbook, travel guide, thriller, picture book, sheet music, guitar strings, ukulele, telescope, stamp album, model aeroplane kit, chess set, harmonica, sketchbook, watercolour set, drum sticks, metronome",
    "illustrated, second edition, bestselling, beginner's, full-size, pocket, complete, award-winning",
    "hardcover, paperback, rosewood, spruce, nickel, cotton rag",
    "320 pages, with online lessons, scale 1:72, step-by-step instructions, for beginners and experts",
  ),
];

export const COLOURS: readonly string[] = words(
  "black, white, ivory, cream, grey, charcoal, silver, gold, rose gold, red, burgundy, pink, coral, orange, mustard, yellow, green, olive, sage, mint, teal, turquoise, blue, navy, sky blue, purple, lilac, brown, tan, beige, natural, clear, multicolour",
);

/** What brands are put together from. */
export const BRAND_STARTS: readonly string[] = words(
  "Alder, Bright, Cor, Dura, Elm, Fen, Glen, Hal, Ironwood, Jun, Kestrel, Lum, Mar, Nord, Oak, Pell, Quill, Raven, Sol, Tarn, Umber, Vel, West, Yar, Zen, Apex, Max, Pro, Eco, True",
);
export const BRAND_ENDS: readonly string[] = words(
  "wick, ford, line, tek, craft, worth, ex, ora, mark, well, ton, ware, berg, field, gear, mate, lab, &co, Industries, Supply, Home, Tools, International, Products",
);
