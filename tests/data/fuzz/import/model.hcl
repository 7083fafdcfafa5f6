spec_version = "0.1.0"

threatmodel "T" {
  author = "@a"
  attributes {
    new_initiative = "true"
    internet_facing = "true"
    initiative_size = "Small"
  }
  information_asset "cred" {
    description = "d"
    information_classification = "Confidential"
  }
  threat "t" {
    description = <<EOT
something
EOT
    impacts = ["Confidentiality"]
    control "c" {
      implemented = true
      description = "x"
      risk_reduction = 50
    }
  }
  data_flow_diagram_v2 "l" {
    process "p" { trust_zone = "z" }
    data_store "s" { information_asset = "cred" }
    flow "f" {
      from = "p"
      to = "s"
    }
  }
}
